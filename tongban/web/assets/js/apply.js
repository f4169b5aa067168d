// While filling in: shows a question when its condition holds, keeps unsaved words in this tab, and tells how far an
// upload has come.
"use strict";

const form = document.querySelector("form[data-keep], form[data-preview]");

// The answers as they stand on this page: one field may have several.
const answersTo = (name) => [...form.elements]
  .filter((input) => input.name === name && (!["radio", "checkbox"].includes(input.type) || input.checked))
  .map((input) => (input.value === "true" ? true : input.value === "false" ? false : input.value));
const testsOf = (when) => when.all ?? when.any ?? [when];
const holds = (when, within) => {
  const held = (test) => answersTo(within + test.field).some((answer) => test.in.includes(answer));
  return when.any ? when.any.some(held) : testsOf(when).every(held);
};

// What depends on a question of another page was decided by the server and is always drawn here. A condition within a
// row looks at its own row.
function showWhatIsAsked() {
  const redraw = () => {
    for (const box of form.querySelectorAll("[data-when]")) {
      const [when, within] = [JSON.parse(box.dataset.when), box.dataset.within ?? ""];
      const here = (test) => [...form.elements].some((input) => input.name === within + test.field);
      if (testsOf(when).every(here)) box.hidden = !holds(when, within);
    }
  };
  redraw();
  form.addEventListener("change", redraw);
  return redraw;
}

// Rows come and go at once; without a script the buttons ask the server for the same.
const rowsOf = (table) => [...table.querySelectorAll(":scope > [data-row]")];
function renamed(row, from, to) {
  for (const element of [row, ...row.querySelectorAll("*")])
    for (const attribute of [...element.attributes])
      if (attribute.value.includes(from)) attribute.value = attribute.value.replaceAll(from, to);
  row.querySelectorAll(".govuk-error-message").forEach((told) => told.remove());
}
function emptied(row) {
  for (const input of row.querySelectorAll("input, select, textarea"))
    if (["radio", "checkbox"].includes(input.type)) input.checked = false;
    else input.value = "";
}
function addRow(table) {
  const last = rowsOf(table).at(-1);
  const row = last.cloneNode(true);
  const [, number] = last.dataset.row.match(/\[(\d+)\]$/);
  renamed(row, last.dataset.row, `${table.dataset.rows}[${Number(number) + 1}]`);
  emptied(row);
  last.after(row);
  titled(table);
  return row;
}
function titled(table) {
  rowsOf(table).forEach((row, index) => {
    const name = `${table.dataset.rows}[${index + 1}]`;
    if (row.dataset.row !== name) renamed(row, row.dataset.row, name);
    const title = row.querySelector("strong");
    const words = title.textContent.replace(/\d+$/, index + 1);
    row.setAttribute("aria-label", words);
    row.querySelector(".tb-rows__head .govuk-visually-hidden").textContent = `：${words}`;
    title.textContent = words;
  });
  table.querySelector("[value^='add:']").hidden = rowsOf(table).length >= Number(table.dataset.most);
}
function changeRows(redraw) {
  form.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=rows]");
    if (!button) return;
    event.preventDefault();
    const table = button.closest("[data-rows]");
    const row = button.closest("[data-row]");
    if (!row) addRow(table).querySelector("input, select, textarea").focus();
    else if (rowsOf(table).length === 1) emptied(row);
    else { row.remove(); titled(table); table.querySelector("[value^='add:']").focus(); }
    redraw();
    form.dispatchEvent(new Event("input"));
  });
}

// Typed words survive an ended session: they stay in this tab until the page is saved or the person signs out.
function keepWords(redraw) {
  const key = `keep:${location.pathname}`;
  const ticked = (input) => ["radio", "checkbox"].includes(input.type);
  const typed = () => [...form.elements].filter((input) => input.name && !["hidden", "file", "submit"].includes(input.type));
  // A page that came back with faults has what was sent, its rows counted anew: the old names would fit other rows.
  const cameBack = sessionStorage.getItem("keep:sent") === key && document.querySelector(".govuk-error-summary");
  if (cameBack && form.querySelector("[data-rows]")) sessionStorage.removeItem(key);
  const kept = JSON.parse(sessionStorage.getItem(key) ?? "null");
  if (kept) {
    let changed = false;
    for (const [name] of kept) {
      const table = [...form.querySelectorAll("[data-rows]")].find((one) => name.startsWith(`${one.dataset.rows}[`));
      while (table && !form.elements[name] && rowsOf(table).length < Number(table.dataset.most)) addRow(table);
      if (table) rowsOf(table).filter((row) => !kept.some(([one]) => one.startsWith(`${row.dataset.row}.`))).forEach((row) => row.remove());
    }
    for (const input of typed()) {
      const found = kept.filter(([name]) => name === input.name).map(([, value]) => value);
      const before = ticked(input) ? input.checked : input.value;
      if (ticked(input)) input.checked = found.includes(input.value);
      else if (found.length) input.value = found[0];
      changed ||= before !== (ticked(input) ? input.checked : input.value);
    }
    redraw();
    const note = document.querySelector("[data-restored]");
    if (note && changed) note.hidden = false;
  }
  form.addEventListener("input", () => {
    const values = typed().filter((input) => !ticked(input) || input.checked);
    sessionStorage.setItem(key, JSON.stringify(values.map((input) => [input.name, input.value])));
  });
  form.addEventListener("submit", () => sessionStorage.setItem("keep:sent", key));
}

// Whoever designs a form tries it out: nothing is kept and nothing is sent.
function tryOut(redraw) {
  redraw();
  form.addEventListener("submit", (event) => event.preventDefault());
}

// A file is sent with its progress in words; what the server answers is then shown as it would be without a script.
function sendWithProgress(box) {
  const said = box.querySelector(".tb-upload__said");
  const say = (words, bad) => { said.textContent = words; said.toggleAttribute("data-bad", Boolean(bad)); };
  const files = () => [...box.querySelectorAll("input[type=file]")].flatMap((input) => [...input.files]);
  let sending = false;
  box.addEventListener("submit", (event) => {
    if (!files().length) return;
    event.preventDefault();
    if (sending) return;
    if (files().some((file) => file.size > Number(box.dataset.limit))) { say(box.dataset.tooLarge, true); return; }
    sending = true;
    say(`${box.dataset.upload} 0%`);
    const request = new XMLHttpRequest();
    request.open("POST", location.href);
    request.upload.addEventListener("progress", ({ loaded, total }) => say(`${box.dataset.upload} ${Math.floor((100 * loaded) / total)}%`));
    request.addEventListener("load", () => show(request));
    request.addEventListener("error", () => { sending = false; say(box.dataset.failed, true); });
    request.send(new FormData(box));
  });
}

function show(request) {
  const page = new DOMParser().parseFromString(request.responseText, "text/html");
  const main = page.querySelector("main");
  const elsewhere = new URL(request.responseURL).pathname !== location.pathname;
  if (!main || page.querySelector("#sign-in")) { location.assign(location.href); return; }
  document.title = page.title;
  document.querySelector("main").replaceWith(main);
  if (elsewhere) { history.pushState(null, "", request.responseURL); scrollTo(0, 0); }
  main.querySelectorAll("form[data-upload]").forEach(sendWithProgress);
  (main.querySelector("[data-focus]") ?? main).focus();
}

if (form) { const redraw = showWhatIsAsked(); changeRows(redraw); if (form.matches("[data-keep]")) keepWords(redraw); else tryOut(redraw); }
document.querySelectorAll("form[data-upload]").forEach(sendWithProgress);

// The page after a saved one: its words are in the database now. The sign-in page runs no such script.
const sent = sessionStorage.getItem("keep:sent");
if (sent && sent !== `keep:${location.pathname}`) { sessionStorage.removeItem(sent); sessionStorage.removeItem("keep:sent"); }
