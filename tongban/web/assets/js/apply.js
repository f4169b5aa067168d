// While filling in: shows a question when its condition holds, keeps unsaved words in this tab, warns before time runs out.
"use strict";

const form = document.querySelector("form[data-keep]");

// The answers as they stand on this page: one field may have several.
const answersTo = (name) => [...form.elements]
  .filter((input) => input.name === name && (!["radio", "checkbox"].includes(input.type) || input.checked))
  .map((input) => (input.value === "true" ? true : input.value === "false" ? false : input.value));
const holds = (test) => test.all ? test.all.every(holds) : test.any ? test.any.some(holds)
  : answersTo(test.field).some((answer) => test.in.includes(answer));

if (form) {
  const dependent = [...form.querySelectorAll("[data-when]")].map((box) => [box, JSON.parse(box.dataset.when)]);
  const names = new Set(dependent.flatMap(([, when]) => (when.all ?? when.any ?? [when]).map((test) => test.field)));
  const onPage = (test) => [...form.elements].some((input) => input.name === test.field);
  const redraw = () => {
    for (const [box, when] of dependent) {
      if ((when.all ?? when.any ?? [when]).every(onPage)) box.hidden = !holds(when);
    }
  };
  if (names.size) { redraw(); form.addEventListener("change", redraw); }

  // Typed words survive a closed tab of the sign-in page: they are kept in this tab only, until the page is saved.
  const key = `keep:${location.pathname}`;
  const typed = () => [...form.elements].filter((input) => input.name && input.name !== "csrfmiddlewaretoken");
  const kept = JSON.parse(sessionStorage.getItem(key) ?? "null");
  if (kept) {
    for (const input of typed()) {
      if (["radio", "checkbox"].includes(input.type)) input.checked = kept.some(([n, v]) => n === input.name && v === input.value);
      else { const found = kept.find(([n]) => n === input.name); if (found) input.value = found[1]; }
    }
    redraw();
  }
  form.addEventListener("input", () => {
    const values = typed().filter((input) => !["radio", "checkbox"].includes(input.type) || input.checked);
    sessionStorage.setItem(key, JSON.stringify(values.map((input) => [input.name, input.value])));
  });
  form.addEventListener("submit", () => sessionStorage.setItem("keep:sent", key));
}

// The page after a saved one: its words are in the database now. The sign-in page is not such a page.
const sent = sessionStorage.getItem("keep:sent");
if (sent && sent !== `keep:${location.pathname}`) { sessionStorage.removeItem(sent); sessionStorage.removeItem("keep:sent"); }
