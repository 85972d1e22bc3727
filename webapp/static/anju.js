// What a page can do more with script; every page works without it.
"use strict";

// Enter in a line of text must not press the first button of a form with several outcomes.
document.addEventListener("keydown", (event) => {
  const input = event.target;
  if (event.key === "Enter" && input.matches("form[data-task] input:not([type=file])")) event.preventDefault();
});

// The key / leads to the search box from anywhere but a field.
document.addEventListener("keydown", (event) => {
  const box = document.querySelector(".find input[type=search]");
  if (event.key !== "/" || !box || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.matches("input, select, textarea, [contenteditable]")) return;
  event.preventDefault();
  box.focus();
});

// One click is one act.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.dataset.sent) {
    if (form.dataset.sent) event.preventDefault();
    return;
  }
  if (form.method === "post") {
    form.dataset.sent = "1";
    setTimeout(() => delete form.dataset.sent, 4000);
  }
});
window.addEventListener("pageshow", () => document.querySelectorAll("form").forEach((form) => delete form.dataset.sent));

// Errors first: a reader who cannot see the page hears them.
document.querySelector(".problems")?.focus();

// An old day, or the tick beside it, asks at once what a late entry has to prove.
document.querySelectorAll("[data-late-before]").forEach((box) => {
  const form = box.closest("form");
  const { happened_on: day, late_mark: mark } = form.elements;
  const show = () => {
    const before = box.dataset.lateBefore;
    box.hidden = !(mark.checked || (before && day.value && day.value < before));
  };
  form.addEventListener("change", show);
  show();
});

// One tick for all rows of a list.
document.querySelectorAll("[data-tick-all]").forEach((all) => {
  const boxes = all.closest("form").querySelectorAll("tbody input[type=checkbox]");
  all.hidden = !boxes.length;
  all.addEventListener("change", () => boxes.forEach((box) => { box.checked = all.checked; }));
});

// More rows in the household's roster.
document.querySelectorAll("[data-roster]").forEach((roster) => {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn0";
  button.textContent = "再加一人";
  roster.append(button);
  button.addEventListener("click", () => {
    const rows = roster.querySelectorAll("[data-roster-row]");
    const row = rows[rows.length - 1].cloneNode(true);
    // A page may ask only some rows: the first of them says where it begins.
    const number = rows.length + Number(roster.dataset.first || 0);
    row.querySelectorAll(".invalid-feedback").forEach((each) => each.remove());
    row.querySelectorAll("input, select").forEach((each) => {
      each.name = each.id = each.name.replace(/-\d+-/, `-${number}-`);
      each.value = "";
      each.classList.remove("is-invalid");
      each.removeAttribute("aria-invalid");
    });
    row.querySelectorAll("label").forEach((each) => { each.htmlFor = each.htmlFor.replace(/-\d+-/, `-${number}-`); });
    row.querySelector("legend").textContent = `第${number + 1}人`;
    rows[rows.length - 1].after(row);
    row.querySelector("input").focus();
    button.hidden = number + 1 >= Number(roster.dataset.max);
  });
});

// A phrase is put into the opinion at once.
document.querySelectorAll("[data-phrases]").forEach((box) => {
  const select = box.querySelector("select");
  box.querySelector("button").hidden = true;
  select.addEventListener("change", () => {
    const comment = select.form.elements.comment;
    if (select.value) comment.value = [comment.value.trimEnd(), select.value].filter(Boolean).join("\n");
    select.value = "";
    comment.dispatchEvent(new Event("input", { bubbles: true }));
    comment.focus();
  });
});

// What is typed is kept every twenty seconds. When the session has ended it stays on this page: after
// logging in again elsewhere the next try fetches the new token, and nothing has to be typed twice.
document.querySelectorAll("[data-draft]").forEach((bar) => {
  const form = bar.closest("form");
  const said = bar.querySelector(".said");
  let changed = false;
  let lost = false;
  form.addEventListener("input", () => { changed = true; });
  form.addEventListener("change", () => { changed = true; });
  const freshToken = async () => {
    const page = new DOMParser().parseFromString(await (await fetch(location.pathname)).text(), "text/html");
    const token = page.querySelector("form[data-task] input[name=csrf_token]");
    if (token) form.elements.csrf_token.value = token.value;
    return Boolean(token);
  };
  const keep = async () => {
    if (!changed || form.dataset.sent) return;
    try {
      if (lost && !(await freshToken())) return;
      const body = new FormData(form);
      [...body.keys()].filter((name) => name.endsWith("-file")).forEach((name) => body.delete(name));
      const answer = await fetch(bar.dataset.draft, { method: "POST", body, headers: { "X-Fragment": "1" } });
      const text = await answer.text();
      lost = answer.status === 400 || answer.status === 401;
      changed = changed && !answer.ok;
      said.textContent = lost ? "登录已过期:请在新窗口登录,这一页的内容不会丢。" : text.includes("<") ? "草稿没有存上,请稍后再试。" : text;
    } catch {
      said.textContent = "网络不通,草稿没有存上。";
    }
  };
  setInterval(keep, 20000);
});

// A menu that was opened closes again when one clicks elsewhere.
document.addEventListener("click", (event) => {
  document.querySelectorAll("details.me[open]").forEach((menu) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
});

// On a narrow screen the present stage comes into view.
// On a telephone the menu is one row: the present page must be in sight.
const here = document.querySelector(".side a[aria-current]");
if (here) here.closest(".side").scrollLeft = here.offsetLeft - (here.closest(".side").clientWidth - here.offsetWidth) / 2;
document.querySelector(".way .here")?.scrollIntoView({ inline: "center", block: "nearest", behavior: "instant" });
