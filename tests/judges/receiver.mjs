// The merchants' side of webhooks, as merchants would write it: every delivery is verified with the
// two libraries that they use, standardwebhooks and svix (each with code of its own), by each secret
// that the merchant at that path holds. It answers as a test wants, under /_receiver, and judges
// nothing beyond the signature: what a message should say is the test's business.
//
//   node receiver.mjs SECRET    prints "receiver http://127.0.0.1:PORT" when it is ready
import { createServer } from "node:http";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const libraries = {
  standardwebhooks: require("standardwebhooks").Webhook,
  svix: require("svix/dist/webhook").Webhook, // not all of svix: its API client takes long to load
};

const hooks = []; // all that came, in the order of coming
const answers = new Map(); // path: what the next ones get
const secrets = new Map(); // path: those that its merchant holds
const hanging = new Set(); // paths
const held = []; // what is to be done at release
const waiting = new Set(); // who wants to hear of the next hook
const under_way = new Map(); // payment: deliveries that have no answer yet

const secrets_at = (path) => secrets.get(path) ?? [process.argv[2]];

function verifies(Webhook, secret, body, headers) {
  try {
    new Webhook(secret).verify(body, headers);
    return true;
  } catch {
    return false;
  }
}

function accepted_by(path, body, headers) {
  const all = ([, Webhook]) =>
    secrets_at(path).every((secret) => verifies(Webhook, secret, body, headers));
  return Object.entries(libraries).filter(all).map(([name]) => name);
}

function payment_of(body) {
  try {
    return JSON.parse(body).data.id;
  } catch {
    return "";
  }
}

// Merchants that do harm. Each goes on until the caller hangs up.
const manners = {
  // A proper head, then a byte now and then.
  drip(response, status) {
    response.writeHead(status);
    const timer = setInterval(() => response.write("."), 50);
    response.on("close", () => clearInterval(timer));
  },
  // Not even the head ends.
  drip_head(response, status) {
    const { socket } = response;
    socket.write(`HTTP/1.1 ${status} OK\r\nX-Drip: `);
    const timer = setInterval(() => socket.write("."), 50);
    socket.on("error", () => {});
    socket.on("close", () => clearInterval(timer));
  },
  // As much as the line takes.
  endless(response, status) {
    const chunk = Buffer.alloc(64 * 1024, ".");
    response.writeHead(status);
    const pour = () => {
      while (!response.destroyed && response.write(chunk));
    };
    response.on("drain", pour);
    pour();
  },
};

function answer(response, path) {
  const { status, headers = {}, manner } = answers.get(path)?.shift() ?? { status: 200 };
  const act = () => {
    if (manner) manners[manner](response, status);
    else response.writeHead(status, headers).end();
  };
  if (hanging.has(path)) held.push(act);
  else setImmediate(act); // after it is recorded
  return status;
}

function deliver(request, response, body, arrived_ms) {
  const path = request.url;
  const { headers } = request;
  const payment = payment_of(body);
  under_way.set(payment, (under_way.get(payment) ?? 0) + 1);
  response.on("close", () => under_way.set(payment, under_way.get(payment) - 1));
  hooks.push({
    path,
    arrived_ms,
    body,
    id: headers["webhook-id"] ?? "",
    timestamp: headers["webhook-timestamp"] ?? "",
    signatures: headers["webhook-signature"] ?? "",
    accepted_by: accepted_by(path, body, headers),
    together: under_way.get(payment),
    answered: answer(response, path),
  });
  for (const tell of waiting) tell();
}

// Those after the first `after`; when there are none yet, as soon as one comes.
function list(response, query) {
  const after = Number(query.get("after"));
  const tell = () => {
    clearTimeout(timer);
    waiting.delete(tell);
    const data = hooks.slice(after, after + 200);
    response.end(JSON.stringify({ data, has_more: hooks.length > after + data.length }));
  };
  const timer = setTimeout(tell, Number(query.get("wait_ms")));
  if (hooks.length > after) tell();
  else waiting.add(tell);
}

const orders = {
  answers: ({ path, answers: next }) => answers.set(path, next),
  secrets: ({ path, secrets: those }) => secrets.set(path, those),
  hang: ({ paths }) => paths.forEach((path) => hanging.add(path)),
  release: () => {
    hanging.clear();
    for (const act of held.splice(0)) act();
  },
};

function control(request, response, url, body) {
  const word = url.pathname.split("/")[2];
  if (request.method === "GET" && word === "hooks") return list(response, url.searchParams);
  if (!orders[word]) return response.writeHead(404).end();
  orders[word](body ? JSON.parse(body) : {});
  response.end("{}");
}

const server = createServer((request, response) => {
  const arrived_ms = Date.now();
  const chunks = [];
  request.on("data", (chunk) => chunks.push(chunk));
  request.on("end", () => {
    const body = Buffer.concat(chunks).toString();
    const url = new URL(request.url, "http://receiver");
    if (url.pathname.startsWith("/_receiver/")) control(request, response, url, body);
    else deliver(request, response, body, arrived_ms);
  });
});
server.keepAliveTimeout = 0; // else it closes connections just when they are used again
server.listen(0, "127.0.0.1", () =>
  console.log(`receiver http://127.0.0.1:${server.address().port}`));
