// An application typed page by page: nothing typed is lost where the network comes and goes.
"use strict";

const page = document.querySelector("form[data-intake]");

// What is typed is sent a moment after the last key, and again until the server has it. A page that
// could not be sent stays where it is.
if (page) {
  const said = page.querySelector("[data-said]");
  const version = page.elements.version;
  let changed = false;
  let sending = null;
  let again = 0;
  let lost = false;
  const say = (text, isLate) => {
    said.textContent = text;
    said.classList.toggle("is-late", Boolean(isLate));
  };
  const later = (seconds) => {
    clearTimeout(again);
    again = setTimeout(keep, seconds * 1000);
  };
  const freshToken = async () => {
    const text = await (await fetch(location.href)).text();
    const token = new DOMParser().parseFromString(text, "text/html").querySelector("form[data-intake] input[name=csrf_token]");
    if (token) page.elements.csrf_token.value = token.value;
    return Boolean(token);
  };
  const body = () => {
    const data = new FormData(page);
    [...data.keys()].filter((name) => name.endsWith("-file") || name === "strokes").forEach((name) => data.delete(name));
    return data;
  };
  const send = async () => {
    changed = false;
    try {
      if (lost && !(await freshToken())) throw new Error("not logged in");
      lost = false;
      const answer = await fetch(page.dataset.intake, { method: "POST", body: body(), headers: { "X-Fragment": "1" } });
      if (answer.ok) {
        const told = await answer.json();
        version.value = told.version;
        say(told.said);
        return true;
      }
      changed = true;
      if (answer.status === 409 && (answer.headers.get("Content-Type") || "").includes("json")) {
        say((await answer.json()).said, true);
        return true;
      }
      if (answer.status === 400 || answer.status === 401) {
        lost = true;
        say("登录已过期:请在新窗口登录,这一页的内容不会丢。", true);
      } else {
        const text = await answer.text();
        say(text.includes("<") ? "还没存上,正在重试。" : text, true);
      }
    } catch {
      changed = true;
      say(lost ? "登录已过期:请在新窗口登录,这一页的内容不会丢。" : "网络不通,还没存上,正在重试。内容还在这一页。", true);
    }
    later(5);
    return false;
  };
  // One at a time: a later save must know the version of the one before.
  const keep = () => {
    sending = (sending || Promise.resolve()).then(() => (changed ? send() : true));
    return sending;
  };
  const typed = () => {
    changed = true;
    later(1.5);
  };
  page.addEventListener("input", typed);
  page.addEventListener("change", typed);
  let isThrough = false;
  page.addEventListener("submit", async (event) => {
    if (isThrough) return;
    event.preventDefault();
    const button = event.submitter;
    clearTimeout(again);
    changed = true;
    say("正在保存……");
    if (await keep()) {
      isThrough = true;
      delete page.dataset.sent;
      page.requestSubmit(button && !button.classList.contains("quiet") ? button : undefined);
    }
  }, true);
  window.addEventListener("pageshow", () => { isThrough = false; });
  window.addEventListener("beforeunload", (event) => {
    if (changed && !isThrough) event.preventDefault();
  });
}

// A signature: the strokes are sent, the picture is made by the server.
document.querySelectorAll("[data-pen]").forEach((pen) => {
  const canvas = pen.querySelector("canvas");
  const strokes = pen.querySelector("input[name=strokes]");
  const said = pen.querySelector(".said");
  const ink = canvas.getContext("2d");
  let lines = [];
  pen.hidden = false;
  ink.lineWidth = 5;
  ink.lineCap = ink.lineJoin = "round";
  ink.strokeStyle = "#141414";
  const at = (event) => {
    const box = canvas.getBoundingClientRect();
    return [Math.round((event.clientX - box.left) * (canvas.width / box.width)), Math.round((event.clientY - box.top) * (canvas.height / box.height))];
  };
  canvas.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    canvas.setPointerCapture(event.pointerId);
    lines.push([at(event)]);
  });
  canvas.addEventListener("pointermove", (event) => {
    const line = lines[lines.length - 1];
    if (!canvas.hasPointerCapture(event.pointerId) || !line) return;
    const [from, to] = [line[line.length - 1], at(event)];
    if (from[0] === to[0] && from[1] === to[1]) return;
    line.push(to);
    ink.beginPath();
    ink.moveTo(...from);
    ink.lineTo(...to);
    ink.stroke();
  });
  canvas.addEventListener("pointerup", () => {
    strokes.value = JSON.stringify(lines);
    said.textContent = "签好以后点“保存”。";
  });
  pen.querySelector("[data-wipe]").addEventListener("click", () => {
    lines = [];
    strokes.value = "";
    ink.clearRect(0, 0, canvas.width, canvas.height);
    said.textContent = "";
  });
});

// Read aloud, where the telephone can.
document.querySelectorAll("[data-read]").forEach((button) => {
  if (!window.speechSynthesis) return;
  button.hidden = false;
  button.addEventListener("click", () => {
    if (speechSynthesis.speaking) {
      speechSynthesis.cancel();
      return;
    }
    const words = [...document.querySelectorAll("[data-aloud] h2, [data-aloud] dt, [data-aloud] dd:not(.change)")].map((each) => each.textContent.trim());
    const speech = new SpeechSynthesisUtterance(words.join("。"));
    speech.lang = "zh-CN";
    speech.rate = 0.85;
    speechSynthesis.speak(speech);
  });
});
