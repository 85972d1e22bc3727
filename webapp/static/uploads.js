// Files on their way: told beforehand when they are too large, seen while they go, sent again when
// the line breaks.  Without script a form sends them like any other answer.
"use strict";

// A file that is too large is told before it is sent: on a slow line that saves minutes.
const tooLarge = (input) => [...input.files].find((file) => input.dataset.most && file.size > Number(input.dataset.most));
const sizeFault = (input, file) => `“${file.name}”超过 ${Math.floor(input.dataset.most / 1048576)} MB,请缩小后再上传。`;
document.addEventListener("change", (event) => {
  const input = event.target;
  if (!input.matches("input[type=file][data-most]")) return;
  const large = tooLarge(input);
  input.setCustomValidity(large ? sizeFault(input, large) : "");
});

// Chosen files go up at once, one after the other, and come back as ticked boxes; nothing typed is
// touched.  What a slow line loses stays here and is sent again.
const put = (address, body, seen) => new Promise((resolve, reject) => {
  const line = new XMLHttpRequest();
  line.open("POST", address);
  line.setRequestHeader("X-Fragment", "1");
  line.timeout = 600000;
  line.upload.addEventListener("progress", (event) => seen(event.lengthComputable ? event.loaded / event.total : 0));
  line.addEventListener("load", () => resolve(line));
  ["error", "timeout", "abort"].forEach((name) => line.addEventListener(name, () => reject(new Error(name))));
  line.send(body);
});
const pause = (seconds) => new Promise((resolve) => { setTimeout(resolve, seconds * 1000); });
async function putAgain(address, body, seen) {
  try {
    return await put(address, body, seen);
  } catch {
    await pause(1);
    return put(address, body, seen);
  }
}
function take(box, text) {
  const list = document.getElementById(box.dataset.list);
  const sent = document.createElement("template");
  sent.innerHTML = text;
  // Where there is room for one, the new one takes the place of the old.
  if ("single" in list.dataset) list.replaceChildren();
  // The same picture sent twice is one document: it is ticked again, not shown again.
  sent.content.querySelectorAll("li").forEach((item) => {
    const tick = item.querySelector("input[type=checkbox]");
    const present = tick ? list.querySelector(`input[type=checkbox][value="${tick.value}"]`) : list.querySelector(`[data-document="${item.dataset.document}"]`);
    if (!present) list.append(item);
    else if (tick) present.checked = true;
  });
}
async function send(box, files) {
  const input = box.querySelector("input[type=file]");
  const said = box.querySelector(".said");
  const bar = box.querySelector("progress") || box.insertBefore(document.createElement("progress"), said);
  const form = input.form;
  const kind = box.querySelector("select");
  const faults = [];
  const lost = [];
  bar.max = files.length;
  bar.hidden = false;
  bar.setAttribute("aria-label", "上传进度");
  input.disabled = true;
  for (const [number, file] of files.entries()) {
    if (input.dataset.most && file.size > Number(input.dataset.most)) {
      faults.push(sizeFault(input, file));
      continue;
    }
    bar.value = number;
    said.textContent = files.length > 1 ? `正在上传第 ${number + 1} 个,共 ${files.length} 个……` : "正在上传……";
    const body = new FormData();
    body.append("csrf_token", form.elements.csrf_token.value);
    if (kind) body.append(kind.name, kind.value);
    body.append(input.name, file);
    const position = await window.positionOf(box, file);
    if (position) body.append("position", position);
    try {
      const answer = await putAgain(box.dataset.upload, body, (part) => { bar.value = number + part; });
      const text = answer.responseText;
      if (answer.status < 300) take(box, text);
      else faults.push(`${files.length > 1 ? `“${file.name}”:` : ""}${text.includes("<") ? "没有上传成功,请刷新页面后重试。" : text}`);
    } catch {
      lost.push(file);
    }
  }
  bar.hidden = true;
  const good = files.length - faults.length - lost.length;
  if (good) faults.unshift(files.length > 1 ? `已上传 ${good} 个,并已选用。` : "已上传,并已选用。");
  if (lost.length) faults.push(`网络不通,${lost.length} 个没有传上;不用重新选择,点“重新发送”。`);
  said.textContent = faults.join("");
  input.value = "";
  input.setCustomValidity("");
  input.disabled = false;
  box.querySelector(".again")?.remove();
  if (lost.length) {
    const again = document.createElement("button");
    again.type = "button";
    again.className = "btn0 again";
    again.textContent = "重新发送";
    again.addEventListener("click", () => { again.remove(); send(box, lost); });
    said.after(again);
  }
}
document.querySelectorAll("[data-upload]").forEach((box) => {
  box.querySelector("button").hidden = true;
  box.querySelector(".file").classList.add("instant");
  box.querySelector("input[type=file]").addEventListener("change", (event) => {
    if (event.target.files.length) send(box, [...event.target.files]);
  });
});
