// Progress in a link to the progress page, after its `#`, which no browser sends to a server: compressed, as base64url.

import { LARGEST } from "./ticks.js";

const MARK = "#ticks=";

/** Return a text as the part of an address that `carried` reads. */
export async function carrying(text) {
  const packed = new Blob([text]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  const bytes = new Uint8Array(await new Response(packed).arrayBuffer());
  const base64 = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
  return MARK + base64.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/**
 * Return the text in such a part of an address: null if it is none, "" if it is damaged or too large.
 * @param {string} hash
 */
export async function carried(hash) {
  if (!hash.startsWith(MARK)) return null;
  try {
    const base64 = hash.slice(MARK.length).replaceAll("-", "+").replaceAll("_", "/");
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    const unpacked = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
    const reader = unpacked.pipeThrough(new TextDecoderStream()).getReader();
    let text = "";
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      text += part.value;
      if (text.length > LARGEST) return "";
    }
    return text;
  } catch {
    return "";
  }
}
