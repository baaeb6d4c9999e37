// Looks at a page as a reader: links, the filter, the keyboard, without script, in print, at two widths.
//   node page.js PAGE.html SCREENSHOTS/
"use strict";
const assert = require("node:assert");
const { chromium } = require(`${process.cwd()}/build/browser/node_modules/playwright-core`);

const [page_file, folder] = process.argv.slice(2);

async function check_links(page) {
  const links = await page.$$eval("a", (all) => all.map((a) => a.getAttribute("href")));
  assert(links.length > 5, `only ${links.length} links`);
  for (const link of links) {
    assert(link.startsWith("#"), `${link} leaves the page`);
    assert(await page.$(`[id="${link.slice(1)}"]`), `${link} leads nowhere`);
  }
}

async function check_filter(page) {
  const rows = await page.locator("tbody tr:visible").count();
  await page.keyboard.press("Tab");
  await page.focus("#filter");
  await page.keyboard.type("net-sip");
  const left = await page.locator("tbody tr:visible").count();
  assert(left > 0 && left < rows, `${left} of ${rows} rows are left`);
  for (const text of await page.locator("tbody tr:visible").allTextContents()) {
    assert(text.toLowerCase().includes("net-sip"), text);
  }
  await page.fill("#filter", "");
  assert.equal(await page.locator("tbody tr:visible").count(), rows);
}

// What a key does to a part may come a moment after the key: waited for, not looked at once.
async function expect_open(page, id, wanted, otherwise) {
  await page.waitForFunction(([at, open]) => document.getElementById(at).open === open, [id, wanted],
    { timeout: 5000 }).catch(() => assert.fail(otherwise));
}

async function check_causes(page) {
  const link = page.locator("tbody a").first();
  const id = (await link.getAttribute("href")).slice(1);
  const cause = page.locator(`[id="${id}"]`);
  await cause.evaluate((part) => { part.open = false; });
  await link.focus();
  await page.keyboard.press("Enter");
  await expect_open(page, id, true, "a link does not open what it leads to");
  assert(await page.locator(".cause .ladder .sent").first().isVisible(), "no ladder");
  await cause.locator("summary").first().focus();
  await page.keyboard.press("Space");
  await expect_open(page, id, false, "the keyboard does not close it");
  await cause.evaluate((part) => { part.hidden = true; });
  await link.focus();
  await page.keyboard.press("Enter");
  await expect_open(page, id, true, "a link that was followed before does not open it again");
  assert(await cause.isVisible(), "a link leads to a part that the filter hides");
}

async function main() {
  const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
  const told = [];
  for (const [width, colorScheme] of [[1400, "light"], [400, "dark"]]) {
    const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
    page.on("pageerror", (error) => told.push(String(error)));
    page.on("request", (request) => {
      if (!request.url().startsWith("file:")) told.push(`asks for ${request.url()}`);
    });
    await page.goto(`file://${page_file}`);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    assert(wide <= width, `${wide} pixels wide on ${width}`);
    await page.screenshot({ path: `${folder}/page-${width}.png`, fullPage: true });
    await check_links(page);
    await check_filter(page);
    await check_causes(page);
    await page.close();
  }
  const plain = await browser.newContext({ javaScriptEnabled: false });
  const page = await plain.newPage();
  await page.goto(`file://${page_file}`);
  assert(!(await page.locator("#filter").isVisible()), "a filter that does nothing is shown");
  await page.emulateMedia({ media: "print" });
  assert(!(await page.locator("nav").isVisible()), "links are printed");
  await browser.close();
  assert.deepEqual(told, []);
}

main().catch((error) => { console.error(error); process.exit(1); });
