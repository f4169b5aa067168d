// Builds what browsers are sent: one style sheet, one icon sprite, a few plain scripts. No network.
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import * as sass from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const root = resolve(here, "../../..");
const modules = join(root, "node_modules");
const out = join(process.env.TONGBAN_BUILD ?? join(root, ".build"), "web");

function styles() {
  const { css } = sass.compile(join(here, "scss/tongban.scss"), {
    style: "compressed",
    loadPaths: [modules],
    quietDeps: true,
    fatalDeprecations: [],
  });
  return css;
}

/** One symbol from one icon of the set: its drawing without the wrapping element. */
function symbol(name) {
  const svg = readFileSync(join(modules, "lucide-static/icons", `${name}.svg`), "utf8");
  const drawing = svg.slice(svg.indexOf(">", svg.indexOf("<svg")) + 1, svg.lastIndexOf("</svg>"));
  return `<symbol id="${name}" viewBox="0 0 24 24">${drawing.replace(/\s*\n\s*/g, "")}</symbol>`;
}

function sprite() {
  const names = readFileSync(join(here, "icons.txt"), "utf8").split("\n").filter((n) => n && !n.startsWith("#"));
  return `<svg xmlns="http://www.w3.org/2000/svg">${names.map(symbol).join("")}</svg>\n`;
}

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
writeFileSync(join(out, "tongban.css"), styles());
writeFileSync(join(out, "icons.svg"), sprite());
cpSync(join(here, "js"), out, { recursive: true });
cpSync(join(here, "images"), out, { recursive: true });
