// Where the telephone is when a photograph is taken: asked for only once somebody has chosen one
// that was just taken, or has pressed 取定位.  A photograph goes up without it where nobody knows.
"use strict";

const justTaken = (file) => file.type.startsWith("image/") && Date.now() - file.lastModified < 600000;
let known = null;
let isRefused = false;
const locate = () => new Promise((resolve) => {
  // Whoever does not answer the browser's question still gets the photograph up.
  setTimeout(() => resolve(null), 12000);
  navigator.geolocation.getCurrentPosition(
    (found) => {
      const { latitude, longitude, accuracy } = found.coords;
      known = { latitude, longitude, accuracy, at: performance.now() };
      isRefused = false;
      resolve(known);
    },
    (error) => {
      isRefused = error.code === error.PERMISSION_DENIED;
      resolve(null);
    },
    { enableHighAccuracy: true, timeout: 8000, maximumAge: 0 },
  );
});
const fresh = () => (known && performance.now() - known.at < 60000 ? known : null);
const said = (found) => (found ? `已取定位,误差约 ${Math.max(1, Math.round(found.accuracy))} 米。` : "没有取到定位,照片照常上传,位置记为不清楚。");

// What goes up beside one file; empty where nothing is known.  A file that is sent again keeps what
// was known when it was chosen, and says how long ago that was.
const ofFile = new WeakMap();
window.positionOf = async (box, file) => {
  if (!("position" in box.dataset) || !navigator.geolocation || !justTaken(file)) return "";
  if (!ofFile.has(file)) {
    if (!isRefused && !fresh()) box.querySelector(".said").textContent = "正在取定位……";
    ofFile.set(file, fresh() || (isRefused ? null : await locate()));
  }
  const found = ofFile.get(file);
  if (!found) return "";
  const { latitude, longitude, accuracy, at } = found;
  return JSON.stringify({ latitude, longitude, accuracy, age: Math.round((performance.now() - at) / 1000) });
};

document.querySelectorAll("[data-position]").forEach((box) => {
  if (!navigator.geolocation) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn0 locate";
  button.textContent = "取定位";
  button.addEventListener("click", async () => {
    const line = box.querySelector(".said");
    line.textContent = "正在取定位……";
    line.textContent = said(await locate());
  });
  box.querySelector(".said").before(button);
});
