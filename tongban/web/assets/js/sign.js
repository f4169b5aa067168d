// A signature drawn on the screen: a note of receipt. Kept as lines of whole numbers, sent with the form.
"use strict";

const box = document.querySelector("[data-sign]");
const chosen = () => document.querySelector('input[name="signature"]:checked')?.value === "DRAWN";

if (box) {
  const pad = box.querySelector("canvas");
  const pen = pad.getContext("2d");
  const field = box.querySelector('input[name="drawing"]');
  let drawing = false;
  const show = () => { box.hidden = !chosen(); };
  const at = (event) => {
    const seen = pad.getBoundingClientRect();
    const whole = (value, most) => Math.max(0, Math.min(most, Math.round(value)));
    return [
      whole(((event.clientX - seen.left) / seen.width) * pad.width, pad.width),
      whole(((event.clientY - seen.top) / seen.height) * pad.height, pad.height),
    ];
  };
  const clear = () => { pen.clearRect(0, 0, pad.width, pad.height); field.value = ""; };

  pen.lineWidth = 3;
  pen.lineCap = "round";
  pad.addEventListener("pointerdown", (event) => {
    const [x, y] = at(event);
    drawing = true;
    pad.setPointerCapture(event.pointerId);
    pen.beginPath();
    pen.moveTo(x, y);
    field.value += `${field.value ? " " : ""}M${x} ${y}`;
  });
  pad.addEventListener("pointermove", (event) => {
    if (!drawing || field.value.length > 19000) return;
    const [x, y] = at(event);
    pen.lineTo(x, y);
    pen.stroke();
    field.value += ` L${x} ${y}`;
  });
  for (const end of ["pointerup", "pointercancel"]) pad.addEventListener(end, () => { drawing = false; });
  box.querySelector("[data-again]").addEventListener("click", clear);
  for (const radio of document.querySelectorAll('input[name="signature"]')) radio.addEventListener("change", show);
  show();
}
