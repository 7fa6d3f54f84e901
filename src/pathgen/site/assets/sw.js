// Keeps the site for reading without a network (https://www.w3.org/TR/service-workers/). The build writes which files it
// has, each with a digest of its bytes. Where it writes none, the worker deletes what an earlier one kept, and itself.

const KEPT = {}; // fetched when the site is first visited
const OPENED = {}; // fetched when a reader opens them
const PATIENCE = 2000; // milliseconds to wait for the network before showing what is kept

const scope = registration.scope;
const name = `pathgen ${scope}`; // another site may have the same host
const keys = new Map(Object.entries({ ...KEPT, ...OPENED }).map(([path, digest]) => [scope + path, `${scope}${path}?${digest}`]));
const opened = caches.open(name);

addEventListener("install", (event) => {
  skipWaiting();
  event.waitUntil(fill());
});
addEventListener("activate", (event) => event.waitUntil(keys.size ? tidy() : Promise.all([caches.delete(name), registration.unregister()])));
addEventListener("fetch", (event) => {
  const { method, url } = event.request;
  const key = keys.get(url.replace(/[?#].*/, "").replace(/\/index\.html$/, "/"));
  if (key && method === "GET") event.respondWith(answer(event, key));
});

/** Fetch what is not kept yet, file by file, to leave room for the page; after an interruption, the next visit goes on. */
async function fill() {
  const cache = await opened;
  for (const path in KEPT) {
    const key = keys.get(scope + path);
    if (!await cache.match(key)) await keep(key, await fetch(scope + path, { cache: "no-cache" }));
  }
}

/** Nothing that another server sent, or that leads elsewhere, such as to where one logs in. */
async function keep(key, response) {
  if (response.status === 200 && response.type === "basic" && !response.redirected) await (await opened).put(key, response);
}

async function tidy() {
  await clients.claim();
  const cache = await opened;
  const current = [...keys.values()];
  for (const { url } of await cache.keys()) if (!current.includes(url)) await cache.delete(url);
}

/** What the network answers, so that a new publication is seen; what is kept where that is slow, fails, or is not there. */
async function answer(event, key) {
  const kept = await (await opened).match(key);
  const response = fetch(event.request);
  if (kept) {
    const late = new Promise((resolve) => { setTimeout(resolve, PATIENCE, kept); });
    return Promise.race([response.then((fresh) => (fresh.status < 500 ? fresh : kept)), late]).catch(() => kept);
  }
  event.waitUntil(response.then((fresh) => keep(key, fresh.clone())));
  return response;
}
