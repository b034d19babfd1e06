// The desk in a real Chromium: every page on a laptop and a phone, light and dark, by keyboard, without a script, and what axe
// says of it.
//
//   npm install && DEMARCHE=../../../target/release/demarche npm test [FOLDER FOR PICTURES]
//
// CHROMIUM names the browser where it is not /usr/bin/chromium. DESK names a desk that runs already.
import { spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import assert from "node:assert/strict";
import { chromium } from "playwright-core";

const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const pictures = process.argv[2];
if (pictures) mkdirSync(pictures, { recursive: true });

function started() {
  if (process.env.DESK) return Promise.resolve([process.env.DESK, () => {}]);
  const desk = spawn(process.env.DEMARCHE ?? "demarche", ["serve", "--listen", "127.0.0.1:0"], { stdio: ["ignore", "ignore", "pipe"] });
  return new Promise((resolve, reject) => {
    let said = "";
    desk.stderr.on("data", (text) => {
      said += text;
      const address = said.match(/http:\/\/[\d.:]+/);
      if (address) resolve([address[0], () => desk.kill("SIGTERM")]);
    });
    desk.on("exit", (code) => reject(new Error(`the desk ended with ${code}: ${said}`)));
  });
}

async function pages(base) {
  const json = async (path) => (await fetch(base + path)).json();
  const event = (await json("/events.json?limit=1")).events[0].id;
  const key = (await json("/ledger.json")).processes[0].items[0].key;
  const pair = (await json("/actors.json")).busiest[0]?.parties ?? ["USA", "PRK"];
  return {
    desk: "/", ledger: "/ledger", item: `/ledger/${encodeURIComponent(key)}`, calendar: "/calendar", events: "/events",
    event: `/events/${event}`, report: "/reports/1", actors: "/actors?name=Trump", actor: `/actors/${pair[0]}`,
    dyad: `/dyads/${pair[0]}/${pair[1]}`, map: "/map?from=1990-01-01", search: "/search?q=summit", try: "/try", watchlists: "/watchlists",
    audit: "/audit", judging: "/audit?judge=ann", results: "/audit/results", about: "/about", api: "/api", missing: "/nowhere",
  };
}

const SIZES = { laptop: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } };
const faults = [];

async function look(browser, base, all) {
  for (const [size, viewport] of Object.entries(SIZES)) {
    for (const colorScheme of ["light", "dark"]) {
      const context = await browser.newContext({ viewport, colorScheme, bypassCSP: false });
      const page = await context.newPage();
      const where = (name) => `${name} on a ${size}, ${colorScheme}`;
      let name = "";
      page.on("console", (message) => {
        const expected = name === "missing" && message.text().includes("404");
        if (message.type() === "error" && !expected) faults.push(`${where(name)}: console: ${message.text()}`);
      });
      page.on("pageerror", (error) => faults.push(`${where(name)}: ${error.message}`));
      page.on("request", (request) => {
        if (!request.url().startsWith(base)) faults.push(`${where(name)}: asks for ${request.url()}`);
      });
      for (const [page_name, path] of Object.entries(all)) {
        name = page_name;
        await page.goto(base + path);
        if (pictures) await page.screenshot({ path: `${pictures}/${name}-${size}-${colorScheme}.png`, fullPage: false });
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        if (wide > 0) faults.push(`${where(name)}: ${wide} pixels wider than the screen`);
      }
      await context.close();
      // axe has to be put into the page, which the policy of the pages rightly forbids.
      const checked = await browser.newContext({ viewport, colorScheme, bypassCSP: true });
      const tab = await checked.newPage();
      for (const [page_name, path] of Object.entries(all)) {
        await tab.goto(base + path);
        await tab.evaluate(() => { for (const d of document.querySelectorAll("details")) d.open = true; });
        await tab.addScriptTag({ path: axe });
        const found = await tab.evaluate(() => axe.run({ resultTypes: ["violations"] }));
        for (const fault of found.violations.filter((v) => ["serious", "critical"].includes(v.impact))) {
          faults.push(`${where(page_name)}: axe ${fault.impact}: ${fault.id}: ${fault.help}: ${fault.nodes[0].html.slice(0, 160)}`);
        }
      }
      await checked.close();
    }
  }
}

async function byKeyboard(browser, base) {
  const page = await (await browser.newContext({ viewport: SIZES.laptop })).newPage();
  await page.goto(base + "/");
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "Skip to the page");
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement.id), "main");
  await page.keyboard.press("/");
  assert.equal(await page.evaluate(() => document.activeElement.id), "find");
  await page.keyboard.type("summit");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/search\?q=summit/);
  // Judging: a key judges, and the next one comes.
  await page.goto(base + "/audit?judge=keyboard&seed=5&each=1");
  const progress = () => page.locator("main p", { hasText: "has judged" }).innerText();
  const before = await progress();
  await Promise.all([page.waitForNavigation(), page.keyboard.press("1")]);
  assert.notEqual(await progress(), before);
}

async function travelling(browser, base) {
  const page = await (await browser.newContext({ viewport: SIZES.laptop })).newPage();
  await page.goto(base + "/ledger");
  const slider = page.getByLabel("Travel in time");
  const before = await page.locator("h1").innerText();
  await slider.focus();
  await Promise.all([page.waitForNavigation(), page.keyboard.press("PageDown")]);
  assert.notEqual(await page.locator("h1").innerText(), before);
}

// Dragging over the months of the map chooses them all.
async function brushing(browser, base) {
  const page = await (await browser.newContext({ viewport: SIZES.laptop })).newPage();
  await page.goto(base + "/map");
  const months = page.locator(".brush a");
  const [from, to] = [await months.nth(1).getAttribute("data-day"), await months.nth(4).getAttribute("data-day")];
  await months.nth(1).locator("rect").hover({ force: true });
  await page.mouse.down();
  await months.nth(4).locator("rect").hover({ force: true });
  await Promise.all([page.waitForURL(/from=/), page.mouse.up()]);
  const query = new URL(page.url()).searchParams;
  assert.deepEqual([query.get("from"), query.get("to")], [from, to]);
}

// One click from a claim to its sentence, highlighted.
async function evidence(browser, base, all) {
  const page = await (await browser.newContext({ viewport: SIZES.laptop })).newPage();
  await page.goto(base + all.item);
  const quote = page.locator("#sentences ~ ol q a").first();
  const words = (await quote.innerText()).slice(0, 20);
  await quote.click();
  await page.waitForURL(/\/reports\/\d+/);
  const chosen = page.locator(".sentence.chosen").first();
  assert.ok(await chosen.isVisible());
  assert.ok((await chosen.innerText()).includes(words.split(/\s+/)[0]));
}

async function trying(browser, base) {
  for (const javaScriptEnabled of [true, false]) {
    const page = await (await browser.newContext({ viewport: SIZES.phone, javaScriptEnabled })).newPage();
    await page.goto(base + "/try");
    await page.locator("#text").fill("Russia threatened to leave the treaty if <b>NATO</b> expands.");
    await page.getByRole("button", { name: "Code it" }).click();
    assert.ok(await page.locator("article.event").first().isVisible());
    assert.ok((await page.locator("article.report").innerText()).includes("<b>NATO</b>"));
    await page.goto(base + "/ledger");
    assert.ok(await page.locator("table.items a").first().isVisible());
  }
}

const [base, end] = await started();
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
try {
  const all = await pages(base);
  await byKeyboard(browser, base);
  await travelling(browser, base);
  await brushing(browser, base);
  await evidence(browser, base, all);
  await trying(browser, base);
  await look(browser, base, all);
} finally {
  await browser.close();
  end();
}
for (const fault of [...new Set(faults)]) console.log(fault);
console.log(faults.length === 0 ? "no fault" : `${faults.length} faults`);
process.exit(faults.length === 0 ? 0 : 1);
