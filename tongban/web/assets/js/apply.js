// While filling in: shows a question when its condition holds, saves by itself, keeps unsaved words in this tab, and tells
// how far an upload has come.
"use strict";

const form = document.querySelector("form[data-keep], form[data-preview], form[data-asked]");

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
  sessionStorage.removeItem("keep:sent"); // it came back: nothing was saved
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
  form.addEventListener("submit", (event) => {
    if (event.submitter?.formTarget !== "_blank") sessionStorage.setItem("keep:sent", key); // a preview saves nothing
  });
}

// Whoever designs a form tries it out: nothing is kept and nothing is sent.
function tryOut(redraw) {
  redraw();
  form.addEventListener("submit", (event) => event.preventDefault());
}

// What was typed is saved by itself after a pause, and when the page is left: the same form, to the same address. Once it
// is in the database nothing of it stays in this browser.
const PAUSE = 4000;
function saveByItself() {
  const said = form.querySelector("[data-saved]");
  const key = `keep:${location.pathname}`;
  let [waiting, changed, leaving] = [0, false, false];
  const body = () => { const data = new FormData(form); data.append("autosave", "1"); return data; };
  const tell = (words, bad) => { said.textContent = words; said.toggleAttribute("data-bad", bad); if (bad) said.setAttribute("role", "alert"); else said.removeAttribute("role"); };
  const save = async () => {
    if (leaving || !changed) return;
    changed = false;
    try {
      const answer = await fetch(location.pathname, { method: "POST", body: body(), credentials: "same-origin" });
      if (!answer.ok || answer.redirected) throw new Error(answer.status);
      const words = await answer.text();
      form.elements["page-seen"].value = answer.headers.get("X-Seen") ?? "";
      if (leaving) return;
      tell(words, false);
      if (!changed) sessionStorage.removeItem(key);
    } catch {
      changed = true;
      if (!leaving) tell(said.dataset.failed, true);
    }
  };
  form.addEventListener("input", () => { changed = true; clearTimeout(waiting); waiting = setTimeout(save, PAUSE); });
  addEventListener("online", save);
  form.addEventListener("submit", () => { leaving = true; clearTimeout(waiting); });
  addEventListener("pageshow", () => { leaving = false; });
  addEventListener("pagehide", () => { if (changed && !leaving) navigator.sendBeacon?.(location.pathname, body()); });
}

// What was filled in beforehand is emptied where it stands; without a script the button asks the server for it.
function clearHere() {
  form.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=clear]");
    if (!button) return;
    event.preventDefault();
    const inputs = [...form.elements].filter((input) => input.name === button.value);
    for (const input of inputs)
      if (["radio", "checkbox"].includes(input.type)) input.checked = false;
      else input.value = "";
    button.parentElement.hidden = true;
    inputs[0]?.focus();
    form.dispatchEvent(new Event("change"));
    form.dispatchEvent(new Event("input"));
  });
}

// Files are sent with their progress in words, one after the other where they may be several; what the server answers is
// then shown as it would be without a script. A bad line is tried again by itself before anybody has to.
const TRIES = [1000, 4000];
function sendWithProgress(box) {
  const said = box.querySelector(".tb-upload__said");
  const say = (words, bad) => { said.textContent = words; said.toggleAttribute("data-bad", Boolean(bad)); };
  const inputs = () => [...box.querySelectorAll("input[type=file]")];
  const files = () => inputs().flatMap((input) => [...input.files]);
  let sending = false;
  const stop = (words) => { sending = false; say(words, true); };
  const once = (body, words) => new Promise((done, failed) => {
    const request = new XMLHttpRequest();
    request.open("POST", location.href);
    request.upload.addEventListener("progress", ({ loaded, total }) => say(`${words} ${Math.floor((100 * loaded) / total)}%`));
    request.addEventListener("load", () => done(request));
    request.addEventListener("error", failed);
    request.send(body);
  });
  const send = async (body, words) => {
    for (const wait of [...TRIES, 0]) {
      try { return await once(body, words); } catch {
        if (!wait) return null;
        say(box.dataset.again ?? words, true);
        await new Promise((go) => setTimeout(go, wait));
      }
    }
    return null;
  };
  const start = async (chosen) => {
    if (sending || !chosen.length) return;
    // What was refused before is no news of what is sent now.
    document.querySelectorAll(".govuk-error-summary, .govuk-error-message").forEach((told) => told.remove());
    const small = chosen.filter((file) => file.size <= Number(box.dataset.limit));
    if (small.length < chosen.length && (!box.dataset.room || !small.length)) { say(box.dataset.tooLarge, true); return; }
    if (box.dataset.room && chosen.length > Number(box.dataset.room)) { say(box.dataset.many + box.dataset.room, true); return; }
    sending = true;
    const material = box.elements.material?.value;
    const kept = [];
    let refused = chosen.filter((file) => !small.includes(file)).map((file) => `${file.name}：${box.dataset.tooLarge}`);
    let answer = null;
    for (const [index, file] of (box.dataset.room ? small : [null]).entries()) {
      const words = box.dataset.room && small.length > 1 ? `${box.dataset.upload} ${index + 1}/${small.length}` : box.dataset.upload;
      say(`${words} 0%`);
      answer = await send(file ? oneFile(box, file, kept, refused) : new FormData(box), words);
      if (!answer) { stop(box.dataset.failed); return; }
      if (![200, 422].includes(answer.status)) break;
      // One that is refused keeps none of the others from being sent; the answer names it and those before it.
      const told = file ? toldOf(answer, material) : [];
      if (file && told.length === refused.length) kept.push(file);
      refused = told;
    }
    show(answer, material);
  };
  box.addEventListener("submit", (event) => {
    if (!files().length) return;
    event.preventDefault();
    start(files());
  });
  if (box.dataset.room) takeMore(box, start);
}

// What an answer says of the files of a material that were not kept, a sentence each.
function toldOf(answer, material) {
  const page = new DOMParser().parseFromString(answer.responseText, "text/html");
  return [...page.querySelectorAll(`#material-${CSS.escape(material)} [data-told]`)].map((told) => told.textContent);
}

// One file as the form would send it, with what became of those before it, which is told together. The key makes an
// answer that was lost no second file.
function oneFile(box, file, kept, refused) {
  const body = new FormData(box);
  for (const one of kept) body.append("before", one.name);
  for (const told of refused) body.append("refused", told);
  body.delete("file");
  body.append("file", file, file.name);
  if (globalThis.crypto?.randomUUID) body.append("key", crypto.randomUUID());
  return body;
}

// Files can be dropped on a material, and a telephone takes a picture at once.
function takeMore(box, start) {
  const over = (on) => box.classList.toggle("tb-upload--over", on);
  for (const name of ["dragenter", "dragover"]) box.addEventListener(name, (event) => { event.preventDefault(); over(true); });
  for (const name of ["dragleave", "drop"]) box.addEventListener(name, (event) => { event.preventDefault(); over(false); });
  box.addEventListener("drop", ({ dataTransfer }) => start([...dataTransfer.files]));
  const more = document.createElement("div");
  more.className = "tb-upload__more";
  if (matchMedia("(pointer: coarse)").matches) {
    const photo = document.createElement("label");
    photo.className = "tb-upload__photo";
    const camera = Object.assign(document.createElement("input"), { type: "file", accept: "image/*" });
    camera.setAttribute("capture", "environment");
    camera.addEventListener("change", () => start([...camera.files]));
    photo.append(box.dataset.photo, camera);
    more.append(photo);
  } else {
    const words = document.createElement("span");
    words.className = "tb-small tb-soft";
    words.textContent = box.dataset.drop;
    more.append(words);
  }
  box.querySelector(".tb-upload__row").after(more);
}

// ``material``: what was just supplied; one goes on from there, and not from the top of the page.
function show(request, material) {
  const page = new DOMParser().parseFromString(request.responseText, "text/html");
  const main = page.querySelector("main");
  const elsewhere = new URL(request.responseURL).pathname !== location.pathname;
  if (!main || page.querySelector("#sign-in")) { location.assign(location.href); return; }
  document.title = page.title;
  document.querySelector("main").replaceWith(main);
  if (elsewhere) { history.pushState(null, "", request.responseURL); scrollTo(0, 0); }
  main.querySelectorAll("form[data-upload]").forEach(sendWithProgress);
  const supplied = material && main.querySelector(`#material-${CSS.escape(material)} h2`);
  if (supplied) supplied.tabIndex = -1;
  (main.querySelector("[data-focus]") ?? supplied ?? main).focus();
}

if (form) {
  const redraw = showWhatIsAsked();
  if (!form.matches("[data-asked]")) changeRows(redraw);
  if (form.matches("[data-keep]")) keepWords(redraw);
  if (form.matches("[data-preview]")) tryOut(redraw);
  if (form.matches("[data-autosave]")) { saveByItself(); clearHere(); }
}
document.querySelectorAll("form[data-upload]").forEach(sendWithProgress);
