// The tablet's service worker: opens its page without a network, as after a power cut. A page is kept
// only together with all it is made of, so that an old one stays whole until a new one is.
"use strict";

const CACHE = "kiosk";
const PATIENCE = 4_000;
const PAGE = /^\/kiosk\/[^/]+\/?$/;
const MADE_OF = /(?:href|src)="(\/static\/[^"]+)"/g;

const keep = async (address, reply) => {
  const cache = await caches.open(CACHE);
  const text = await reply.clone().text();
  const files = [...text.matchAll(MADE_OF)].map((found) => found[1]);
  await cache.addAll(files);
  await cache.put(address, reply);
  // What no page is made of any more.
  const wanted = new Set(files.map((file) => new URL(file, location).href));
  for (const { url } of await cache.keys()) {
    if (new URL(url).pathname.startsWith("/static/") && !wanted.has(url)) await cache.delete(url);
  }
};

const show = async (event) => {
  const address = new URL(event.request.url).pathname;
  const kept = await caches.match(address, { ignoreVary: true });
  const asked = fetch(event.request).then((reply) => {
    if (reply.ok) event.waitUntil(keep(address, reply.clone()).catch(() => undefined));
    return reply;
  });
  if (!kept) return asked;
  // A portal that does not answer must not leave a dark screen at the counter.
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE, kept));
  return Promise.race([asked.then((reply) => (reply.status < 500 ? reply : kept)), late]).catch(
    () => kept,
  );
};

const begin = async () => {
  await clients.claim();
  for (const { url } of await clients.matchAll({ type: "window" })) {
    const address = new URL(url).pathname;
    if (PAGE.test(address)) await keep(address, await fetch(address, { cache: "no-store" }));
  }
};

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(begin().catch(() => undefined)));
addEventListener("message", (event) => event.waitUntil(begin().catch(() => undefined)));
addEventListener("fetch", (event) => {
  const { request } = event;
  const { pathname, origin } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (request.mode === "navigate" && PAGE.test(pathname)) event.respondWith(show(event));
  else if (pathname.startsWith("/static/")) {
    event.respondWith(caches.match(request.url).then((kept) => kept ?? fetch(request)));
  }
});
