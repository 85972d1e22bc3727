// Shows the drawing of a case with the way it went. Without script the page has the same as a list.
"use strict";

(async () => {
  const canvas = document.getElementById("canvas");
  const marks = JSON.parse(document.getElementById("marks").textContent);
  const viewer = new BpmnJS({ container: canvas });
  canvas.hidden = false;
  try {
    const answer = await fetch(canvas.dataset.drawing);
    if (!answer.ok) throw new Error(String(answer.status));
    await viewer.importXML(await answer.text());
  } catch {
    canvas.hidden = true;
    return;
  }
  const view = viewer.get("canvas");
  const registry = viewer.get("elementRegistry");
  const overlays = viewer.get("overlays");
  const walked = new Set([...marks.walked, ...marks.here]);
  marks.walked.filter((id) => registry.get(id)).forEach((id) => view.addMarker(id, "walked"));
  marks.here.filter((id) => registry.get(id)).forEach((id) => view.addMarker(id, "here"));
  registry.forEach((element) => {
    if (element.waypoints && walked.has(element.source?.id) && walked.has(element.target?.id) && marks.walked.includes(element.source.id)) {
      view.addMarker(element.id, "walked");
    }
  });
  for (const [id, note] of Object.entries(marks.notes)) {
    if (!registry.get(id)) continue;
    const label = document.createElement("div");
    label.className = marks.here.includes(id) ? "step-note at" : "step-note";
    label.textContent = note;
    overlays.add(id, { position: { bottom: 10, left: 4 }, html: label });
  }
  for (const id of Object.keys(marks.calls)) if (registry.get(id)) view.addMarker(id, "leads");
  viewer.on("element.click", ({ element }) => {
    const called = marks.calls[element.id];
    if (called) window.location.assign(canvas.dataset.process + called);
  });
  const present = registry.get(marks.here.find((id) => registry.get(id)));
  const toPresent = () => {
    // A wide drawing shown whole is too small to read: begin at the present step instead.
    if (view.zoom("fit-viewport", "auto") > 0.7 || !present) return;
    view.zoom(0.8);
    const shown = view.viewbox();
    view.viewbox({ ...shown, x: present.x + present.width / 2 - shown.width / 2, y: present.y + present.height / 2 - shown.height / 2 });
  };
  toPresent();
  const acts = {
    whole: () => view.zoom("fit-viewport", "auto"),
    larger: () => view.zoom(view.zoom() * 1.25),
    smaller: () => view.zoom(view.zoom() / 1.25),
    here: toPresent,
  };
  const bar = document.getElementById("canvas-bar");
  bar.hidden = false;
  bar.querySelectorAll("button").forEach((button) => button.addEventListener("click", () => acts[button.dataset.act]()));
})();
