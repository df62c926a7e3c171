// Customers at the checkout page, in Chromium: node checkout.mjs ENGINE KEY FOLDER_FOR_SCREENSHOTS.
// Each story makes its payment by the API, as a merchant would, and ends the program with 1 when
// something is not as it should be.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { createServer } from "node:http";
import { chromium } from "playwright-core";

const [engine, key, folder] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });

// --- The merchant.

let orders = 0;
async function api(path, body) {
  const answer = await fetch(engine + path, {
    method: "POST",
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  const text = await answer.text();
  assert.ok(answer.ok, `${path}: ${answer.status} ${text}`);
  return JSON.parse(text);
}
const pay = (more) => api("/v1/payments", {
  reference: `ORDER-${++orders}-${Date.now()}`, amount: "100000", currency: "IDR",
  description: "Dua kopi susu dan satu roti bakar",
  customer: { name: "Budi", email: "budi@example.com", phone: "+6281234567890" },
  ...more,
});
const settle = (payment, status) => api(`/v1/payments/${payment.id}/simulate`, { status });

const thanks = [];
const shop = createServer((request, response) => {
  if (request.url.startsWith("/thanks")) // and not what browsers ask of every site
    thanks.push({ url: request.url, referer: request.headers.referer });
  response.setHeader("content-type", "text/html").end("<title>Thanks</title><h1>Thanks</h1>");
}).listen(0, "127.0.0.1");
await new Promise((ready) => shop.once("listening", ready));
const return_url = `http://127.0.0.1:${shop.address().port}/thanks?a=1#end`;

// --- The browser. A phone's screen, unless a story says otherwise.

const browser = await chromium.launch({
  executablePath: "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"],
});
async function visit(url, options = {}) {
  const context = await browser.newContext({
    viewport: { width: 360, height: 740 }, deviceScaleFactor: 2, locale: "id-ID", ...options,
  });
  const page = await context.newPage();
  const complaints = [];
  const foreign = [];
  page.on("console", (m) => { if (m.type() === "error") complaints.push(m.text()); });
  page.on("pageerror", (e) => complaints.push(String(e)));
  page.on("request", (r) => { if (!r.url().startsWith(engine)) foreign.push(r.url()); });
  await page.goto(url);
  return { page, context, complaints, foreign };
}

// What must hold of every page.
async function inspect(seen, name) {
  const { page, complaints, foreign } = seen;
  await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(wide <= 0, `${name} scrolls sideways by ${wide} pixels`);
  assert.equal(await page.locator("h1").count(), 1, `${name} has one h1`);
  assert.deepEqual(complaints, [], name);
  assert.deepEqual(foreign, [], `${name} talks to others`);
  const unnamed = await page.evaluate(() => [...document.querySelectorAll("a,button,img,svg")]
    .filter((e) => !e.hidden && !(e.textContent.trim() || e.getAttribute("aria-label") || e.alt)).length);
  assert.equal(unnamed, 0, `${name} has controls or pictures without a name`);
  const faint = await page.evaluate(() => {
    const rgb = (text) => text.match(/[\d.]+/g).map(Number);
    const light = ([r, g, b]) => [r, g, b].map((v) => v / 255)
      .map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
      .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
    const ground = (e) => {
      const color = rgb(getComputedStyle(e).backgroundColor);
      return color.length === 4 && color[3] === 0 && e.parentElement ? ground(e.parentElement) : color;
    };
    return [...document.querySelectorAll("main *")]
      .filter((e) => [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim()))
      .filter((e) => {
        const [a, b] = [light(rgb(getComputedStyle(e).color)), light(ground(e))].sort((x, y) => y - x);
        return (a + 0.05) / (b + 0.05) < 4.5;
      }).map((e) => e.textContent);
  });
  assert.deepEqual(faint, [], `${name} has text that is hard to read`);
}

const read_codes = (file) =>
  execFileSync("/usr/bin/zbarimg", ["--quiet", "--raw", file], { encoding: "utf8" }).trim();

// CRC-16/CCITT-FALSE over everything before its four digits, as EMVCo says.
function crc_of(code) {
  let crc = 0xffff;
  for (const byte of Buffer.from(code.slice(0, -4))) {
    crc ^= byte << 8;
    for (let i = 0; i < 8; ++i) crc = ((crc << 1) ^ (crc & 0x8000 ? 0x1021 : 0)) & 0xffff;
  }
  return crc.toString(16).toUpperCase().padStart(4, "0");
}

// --- The stories.

const stories = {
  async "a virtual account, paid, goes back to the shop"() {
    const payment = await pay({ method: { type: "virtual_account", channel: "BCA" }, return_url });
    const seen = await visit(payment.checkout_url, { permissions: ["clipboard-read", "clipboard-write"] });
    const { page } = seen;
    const text = await page.locator("main").innerText();
    assert.match(text, /Rp100\.000/);
    assert.match(text, /Toko Budi/);
    await page.getByRole("button", { name: /Salin/ }).click();
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()),
      payment.instructions.account_number);
    await page.getByText("Tersalin").waitFor();
    await inspect(seen, "virtual-account");
    await page.locator("summary").first().press("Enter");
    assert.ok(await page.locator("details").first().evaluate((e) => e.open), "opens by keyboard");
    await page.locator("summary").nth(1).click();
    await inspect(seen, "virtual-account-steps");
    assert.match(await page.locator("[data-left]").innerText(), /^\d\d:\d\d:\d\d$/);

    await settle(payment, "paid");
    await page.getByText("Pembayaran berhasil").first().waitFor();
    await page.locator("main.paid").waitFor();
    await inspect(seen, "paid");
    await page.waitForURL(/thanks/);
    assert.equal(new URL(page.url()).hash, "#end");
    const back = new URL(thanks.at(-1).url, engine).searchParams;
    assert.deepEqual([back.get("a"), back.get("reference"), back.get("status")],
      ["1", payment.reference, "paid"]);
    assert.equal(thanks.at(-1).referer, undefined, "the shop learns no token");
    await seen.context.close();
  },

  async "a QR code that a phone can read"() {
    const payment = await pay({ method: { type: "qris" } });
    const seen = await visit(payment.checkout_url);
    await inspect(seen, "qris");
    await seen.page.locator("svg.qr").screenshot({ path: `${folder}/qr-code.png` });
    const code = read_codes(`${folder}/qr-code.png`);
    assert.equal(code, payment.instructions.qr_string);
    assert.equal(code.slice(-4), crc_of(code));
    await seen.context.close();
  },

  async "a provider's picture of a QR code"() {
    const payment = await pay({ method: { type: "qris" }, provider: "fazz" });
    const seen = await visit(payment.checkout_url);
    const drawn = await seen.page.locator("img.qr").evaluate((e) => e.complete && e.naturalWidth > 0);
    assert.ok(drawn, "the picture is shown");
    await inspect(seen, "qris-picture");
    await seen.context.close();
  },

  async "a shop's till reads the barcode"() {
    const payment = await pay({ method: { type: "retail_outlet", channel: "ALFAMART" }, provider: "fazz" });
    const seen = await visit(payment.checkout_url);
    await inspect(seen, "retail");
    await seen.page.locator("svg.bars").screenshot({ path: `${folder}/barcode.png` });
    assert.equal(read_codes(`${folder}/barcode.png`), payment.instructions.payment_code);
    await seen.context.close();
  },

  async "a bank transfer of exactly the amount that the bank must see"() {
    const payment = await pay({ method: { type: "bank_transfer" }, provider: "komopay" });
    const seen = await visit(payment.checkout_url);
    await inspect(seen, "bank-transfer");
    const digits = (await seen.page.locator("h1 strong").innerText()).replace(/[^\d,]/g, "").replace(",", ".");
    assert.equal(digits, payment.instructions.amount_required);
    await seen.context.close();
  },

  async "the customer chooses, changes the choice, and cannot do so twice by a double click"() {
    const payment = await pay({});
    const seen = await visit(payment.checkout_url);
    const { page } = seen;
    await inspect(seen, "choice");
    await page.getByRole("button", { name: "BCA Virtual Account" }).dblclick();
    await page.getByText("Nomor Virtual Account").waitFor();
    await page.getByRole("link", { name: "Ganti metode pembayaran" }).click();
    await inspect(seen, "choice-again");
    await page.getByRole("button", { name: "QRIS" }).click();
    await page.locator("main.pay .qr").waitFor();
    const now = await fetch(`${engine}/v1/payments/${payment.id}`,
      { headers: { authorization: `Bearer ${key}` } }).then((r) => r.json());
    assert.equal(now.attempts.length, 2);
    assert.equal(now.method.type, "qris");
    await seen.context.close();
  },

  async "a push to the phone"() {
    const payment = await pay({ method: { type: "e_wallet", channel: "OVO" }, provider: "komopay" });
    const seen = await visit(payment.checkout_url, { locale: "en-GB" });
    assert.match(await seen.page.locator("main").innerText(), /OVO app on the phone •••• 7890/);
    await inspect(seen, "push-english");
    await seen.context.close();
  },

  async "a wallet's own page opens once, and not again on the way back"() {
    const payment = await pay({ method: { type: "e_wallet", channel: "DANA" }, provider: "komopay" });
    const seen = await visit(payment.checkout_url);
    await seen.page.waitForURL((url) => !url.href.startsWith(engine));
    await seen.page.goto(payment.checkout_url);
    await seen.page.getByRole("link", { name: "Lanjutkan ke DANA" }).waitFor();
    seen.foreign.length = seen.complaints.length = 0;
    await inspect(seen, "redirect");
    await seen.context.close();
  },

  async "in English, by the browser's wish and by the link"() {
    const payment = await pay({ method: { type: "virtual_account", channel: "BCA" } });
    const seen = await visit(payment.checkout_url, { locale: "en-US" });
    assert.equal(await seen.page.locator("html").getAttribute("lang"), "en");
    await inspect(seen, "virtual-account-english");
    await seen.page.getByRole("link", { name: "Bahasa Indonesia" }).click();
    await seen.page.getByText("Menunggu pembayaran").waitFor();
    await seen.page.getByRole("link", { name: "English" }).click();
    await seen.page.getByText("Waiting for your payment").waitFor();
    await seen.context.close();
  },

  async "without JavaScript"() {
    const payment = await pay({ return_url });
    const seen = await visit(payment.checkout_url, { javaScriptEnabled: false });
    const { page } = seen;
    await page.getByRole("button", { name: "BCA Virtual Account" }).click();
    await page.getByText("Nomor Virtual Account").waitFor();
    assert.equal(await page.getByRole("button").count(), 0, "no button that does nothing");
    assert.equal(await page.getByText("Sisa waktu").isVisible(), false);
    await page.screenshot({ path: `${folder}/no-script.png`, fullPage: true });
    await settle(payment, "paid");
    await page.waitForURL(/thanks/, { timeout: 40_000 });
    await seen.context.close();
  },

  async "ends say so"() {
    for (const status of ["failed", "expired"]) {
      const payment = await pay({ method: { type: "virtual_account", channel: "BCA" }, return_url });
      await settle(payment, status);
      const seen = await visit(payment.checkout_url);
      await seen.page.locator(`main.${status}`).waitFor();
      await inspect(seen, status);
      await seen.context.close();
    }
    const seen = await visit(`${engine}/pay/nothing`);
    assert.equal(await seen.page.locator("h1").innerText(), "Halaman tidak ditemukan");
    await seen.page.screenshot({ path: `${folder}/unknown.png` });
    await seen.context.close();
  },

  async "on a wide screen"() {
    const payment = await pay({ method: { type: "qris" }, amount: "12345678",
      description: "Sebuahkatayangsangatpanjangsekalitanpaspasi".repeat(4) });
    const narrow = await visit(payment.checkout_url);
    await inspect(narrow, "long-words");
    await narrow.context.close();
    const wide = await visit(payment.checkout_url, { viewport: { width: 1280, height: 900 } });
    await inspect(wide, "wide");
    await wide.context.close();
  },
};

let failed = 0;
for (const [name, story] of Object.entries(stories)) {
  try {
    await story();
    console.log(`ok      ${name}`);
  } catch (error) {
    failed += 1;
    console.log(`FAILED  ${name}\n${error.stack}`);
  }
}
await browser.close();
shop.close();
shop.closeAllConnections();
process.exit(failed ? 1 : 0);
