// The citizen's service worker: opens rating pages without a network, and delivers taps when there
// is one again, though no page is open. It owns what it answers with 202; the page then forgets it.
"use strict";

const PAGES = "pages";
const TAG = "taps";
const FRESH = /name=nonce value="(.+?)"/;
const MINIMAL = { Prefer: "return=minimal" };
const KEPT_HEADERS = ["content-type", "content-language", "content-security-policy"];

const isPage = (address) => {
  const url = new URL(address);
  return url.origin === location.origin && /^\/r\/[^/]+(\/unfinished)?\/?$/i.test(url.pathname);
};
const keyOf = (entry) => entry.get("nonce") + entry.get("tap");

// One transaction on the kept taps and on what was refused; the result of the request that `use` makes.
const box = (use) =>
  new Promise((resolve, reject) => {
    const opened = indexedDB.open("taps", 2);
    opened.onupgradeneeded = () => {
      const made = opened.result.objectStoreNames;
      for (const name of ["taps", "refused"]) {
        if (!made.contains(name)) opened.result.createObjectStore(name);
      }
    };
    opened.onerror = reject;
    opened.onsuccess = () => {
      const change = opened.result.transaction(["taps", "refused"], "readwrite");
      const request = use(change.objectStore("taps"), change.objectStore("refused"));
      change.oncomplete = () => {
        opened.result.close();
        resolve(request.result);
      };
      change.onabort = reject;
    };
  });

const post = (entry) => fetch(entry.get("to"), { method: "POST", body: entry, headers: MINIMAL });

// A counter that closed may open again; a crowd passes; a server comes back.
const mayPass = (status) => status === 408 || status === 409 || status > 428;

// Sends one kept tap; an old ticket is replaced by the one that comes with the refusal. What is refused
// for good waits with the portal's own words for a page that can tell it.
const send = async (text) => {
  const entry = new URLSearchParams(text);
  const given = { given_at: entry.get("given_at") };
  let reply = await post(entry);
  let page = await reply.text();
  const fresh = [410, 422].includes(reply.status) && FRESH.exec(page);
  if (fresh) {
    const old = keyOf(entry);
    entry.set("nonce", fresh[1]);
    await box((taps) => {
      taps.delete(old);
      return taps.put(`${entry}`, keyOf(entry));
    });
    reply = await post(entry);
    page = await reply.text();
  }
  if (mayPass(reply.status)) throw new Error(`not now: ${reply.status}`);
  const key = keyOf(entry);
  if (reply.status !== 201) {
    await box((taps, refused) => (taps.delete(key), refused.put({ ...given, page }, key)));
    return;
  }
  await box((taps) => taps.delete(key));
  const sent = { ...given, to: reply.headers.get("location") };
  for (const one of await clients.matchAll()) one.postMessage(sent);
};

// Told once, to a page that asked, for it listens; then it is gone.
const confess = async (page) => {
  const told = await box((_taps, refused) => refused.getAll());
  if (told.length) await box((_taps, refused) => refused.clear());
  for (const one of told) page.postMessage(one);
};

// One at a time; what fails is kept, and the next occasion tries again.
let turn = Promise.resolve();
const deliver = () => {
  const work = turn.then(async () => {
    const failed = [];
    for (const text of await box((taps) => taps.getAll())) {
      await send(text).catch((error) => failed.push(error));
    }
    if (failed.length) throw failed[0];
  });
  turn = work.catch(() => undefined);
  return work;
};

const take = async (request) => {
  const text = await request.clone().text();
  try {
    return await fetch(request);
  } catch (away) {
    // Without background sync the page, which knows when the network is back, keeps it.
    await registration.sync?.register(TAG).catch(() => Promise.reject(away));
    if (!registration.sync) throw away;
    await box((taps) => taps.put(text, keyOf(new URLSearchParams(text))));
    return new Response(null, { status: 202 });
  }
};

const keep = async (address, reply) => {
  if (reply.ok) await (await caches.open(PAGES)).put(address, reply);
};

// A kept page is one ticket for several people, so each opening has a tap of its own.
const show = async (request) => {
  try {
    const reply = await fetch(request);
    await keep(request.url, reply.clone());
    return reply;
  } catch (away) {
    // In the language that was asked for, where that page is kept; else in any.
    const kept =
      (await caches.match(request.url, { ignoreVary: true })) ??
      (await caches.match(request.url, { ignoreSearch: true, ignoreVary: true }));
    if (!kept) throw away;
    const tap = [...crypto.getRandomValues(new Uint8Array(16))];
    const hex = tap.map((b) => b.toString(16).padStart(2, "0")).join("");
    const page = (await kept.text()).replace("name=tap>", `name=tap value=${hex}>`);
    const headers = KEPT_HEADERS.map((name) => [name, kept.headers.get(name) ?? ""]);
    return new Response(page, { headers });
  }
};

// The page that brought us here was not ours to keep: it is asked for once more, past the browser's
// own cache, where Back has to find the ticket that was tapped on.
const begin = async () => {
  await clients.claim();
  for (const page of await clients.matchAll({ type: "window" })) {
    if (isPage(page.url)) await keep(page.url, await fetch(page.url, { cache: "no-store" }));
  }
};

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(begin().catch(() => undefined)));
addEventListener("sync", (event) => event.tag === TAG && event.waitUntil(deliver()));
addEventListener("message", (event) =>
  event.waitUntil(
    deliver()
      .catch(() => undefined)
      .then(() => confess(event.source)),
  ),
);
addEventListener("fetch", (event) => {
  const { request } = event;
  if (!isPage(request.url)) return;
  if (request.method === "GET" && request.mode === "navigate") {
    event.respondWith(show(request));
    event.waitUntil(turn.then(deliver).catch(() => undefined));
  } else if (request.method === "POST" && request.headers.has("prefer")) {
    event.respondWith(take(request));
  }
});
