/* Cuts a paper into A4 pages: long tables between their rows with the head repeated, long texts
   between their characters; then numbers the pages.  Plain old JavaScript: wkhtmltopdf reads it. */
(function () {
  "use strict";
  var paper = document.querySelector(".paper");
  if (!paper) { return; }
  var button = document.querySelector("[data-print]");
  if (button) { button.hidden = false; button.onclick = function () { window.print(); }; }
  // A telephone shows the paper as it flows: sheets would have to be moved about.
  var isPrinting = document.documentElement.getAttribute("data-printing") === "1";
  if (!isPrinting && window.innerWidth < 900) { return; }

  var holder = document.createElement("div"), body = null, room = 0, used = 0, fresh = 0;
  paper.parentNode.insertBefore(holder, paper);
  // Everything is measured on a bench of the pages' width, and moved from there.
  newPage();
  var bench = body;
  bench.style.height = "auto";
  bench.style.overflow = "visible";
  while (paper.firstElementChild) { bench.appendChild(paper.firstElementChild); }
  paper.parentNode.removeChild(paper);
  newPage();

  function height(element) { return element.getBoundingClientRect().height; }
  function has(element, name) { return (" " + element.className + " ").indexOf(" " + name + " ") >= 0; }
  function longText(element) { return has(element, "long") ? element : element.querySelector(".long"); }
  function newPage() {
    var page = document.createElement("section");
    page.className = "leaf";
    body = document.createElement("div");
    body.className = "leaf-body";
    page.appendChild(body);
    holder.appendChild(page);
    room = height(body);
    used = fresh = 0;
  }
  /* Leaves in `element` what fits of its long text; the rest stands in a copy after it, or null. */
  function cut(element, limit) {
    var told = longText(element), text = told ? told.textContent : "", low = 0, high = text.length, middle, rest;
    if (!told || limit <= 0) { return null; }
    while (low < high) {
      middle = Math.ceil((low + high) / 2);
      told.textContent = text.slice(0, middle);
      if (height(element) <= limit) { low = middle; } else { high = middle - 1; }
    }
    told.textContent = text;
    if (low < 1 || low === text.length) { return null; }
    rest = element.cloneNode(true);
    longText(rest).textContent = text.slice(low);
    told.textContent = text.slice(0, low);
    element.parentNode.insertBefore(rest, element.nextSibling);
    return rest;
  }
  /* Moves `queue` from the bench to the pages; `target()` says where to, anew for each page. */
  function flow(queue, target) {
    var place = target(), unit, tall, rest;
    while (queue.length) {
      unit = queue.shift();
      tall = height(unit);
      if (used + tall > room) {
        rest = tall > room / 3 ? cut(unit, room - used) : null;
        if (rest) {
          place.appendChild(unit);
          queue.unshift(rest);
          newPage();
          place = target();
          continue;
        }
        if (used > fresh) { newPage(); place = target(); }
      }
      place.appendChild(unit);
      used += tall;
    }
  }
  function flowTable(table) {
    var kept = table.querySelectorAll("colgroup, thead"), head = table.tHead ? height(table.tHead) : 0;
    var isList = has(table, "rows"), queue = [], i, j;
    // Rows of a list move one by one, those of a form in the groups that its tbody makes.
    for (i = 0; i < table.tBodies.length; i += 1) {
      if (!isList) { queue.push(table.tBodies[i]); continue; }
      for (j = 0; j < table.tBodies[i].rows.length; j += 1) { queue.push(table.tBodies[i].rows[j]); }
    }
    if (used + head + height(queue[0]) > room && used > 0) { newPage(); }
    flow(queue, function () {
      var copy = table.cloneNode(false), list = copy, k;
      for (k = 0; k < kept.length; k += 1) { copy.appendChild(kept[k].cloneNode(true)); }
      if (isList) { list = document.createElement("tbody"); copy.appendChild(list); }
      body.appendChild(copy);
      used += head;
      fresh = used;
      return list;
    });
  }
  var blocks = [].slice.call(bench.children), i, pages, foot;
  for (i = 0; i < blocks.length; i += 1) {
    // A heading never stands alone at the foot of a page.
    if (blocks[i].tagName === "H2" && blocks[i + 1] && used + height(blocks[i]) + Math.min(height(blocks[i + 1]), room / 5) > room) { newPage(); }
    if (blocks[i].tagName === "TABLE" && blocks[i].tBodies.length && !has(blocks[i], "plain")) { flowTable(blocks[i]); }
    else { flow([blocks[i]], function () { return body; }); }
  }
  holder.removeChild(bench.parentNode);
  pages = holder.querySelectorAll(".leaf");
  for (i = 0; i < pages.length; i += 1) {
    foot = document.createElement("div");
    foot.className = "leaf-foot";
    foot.textContent = "第 " + (i + 1) + " 页 / 共 " + pages.length + " 页";
    pages[i].appendChild(foot);
  }
}());
