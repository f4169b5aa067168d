// While a section is written: after a pause the server is asked what it would find, and nothing is kept by that.
// One question at a time; whatever was typed meanwhile is asked about after the answer. Without this script all stays
// as it is: the check is told after saving.
"use strict";

function checkWhileTyped(form) {
  const PAUSE = 900;
  const PATIENCE = 15000;
  const said = document.querySelector("[data-check-said]");
  const found = document.querySelector("[data-check-found]");
  const part = document.querySelector('[aria-label="修订的各部分"] [aria-current="page"] small');
  let timer;
  let asking = false;
  let again = false;
  let asked = "";

  const typed = () => {
    const given = new FormData(form);
    given.set("do", form.dataset.check);
    return new URLSearchParams(given).toString();
  };
  const show = (answer) => {
    said.hidden = false;
    said.dataset.sign = answer.sign;
    for (const sign of said.querySelectorAll("[data-check-sign]")) sign.hidden = sign.dataset.checkSign !== answer.sign;
    said.querySelector("[data-check-words]").textContent = answer.said;
    found.innerHTML = answer.found;
    if (part && answer.part) part.textContent = answer.part;
  };
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(check, PAUSE);
  };
  const check = async () => {
    if (asking) { again = true; return; }
    const now = typed();
    if (now === asked) return;
    asked = now;
    asking = true;
    try {
      const answer = await fetch(form.getAttribute("action") ?? window.location.href, {
        method: "POST",
        body: now,
        headers: { "Content-Type": "application/x-www-form-urlencoded;charset=UTF-8", Accept: "application/json" },
        signal: AbortSignal.timeout(PATIENCE),
      });
      const told = answer.headers.get("Content-Type") ?? "";
      if (answer.ok && told.startsWith("application/json")) show(await answer.json());
    } catch {
      // The check is only an ease: what cannot be asked now is told after saving.
    } finally {
      asking = false;
      if (again) { again = false; later(); }
    }
  };

  asked = typed();
  form.addEventListener("input", later);
  form.addEventListener("change", later);
}

document.querySelectorAll("form[data-check]").forEach(checkWhileTyped);
