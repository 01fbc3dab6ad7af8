/** URLs to names: decoded, in normal form, without query, user name, fragment or final slash. */
import { Unmapped } from "./requests.ts";

/** The name of a web page. Throws `Unmapped` for what has none. */
export function urlName(text: string): string {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw new Unmapped(`\`${text}\` is no URL`);
  }
  if (url.protocol !== "https:" && url.protocol !== "http:") {
    throw new Unmapped(`\`${url.protocol}\` URLs have no name that policies could speak of`);
  }
  const segments = url.pathname.split("/").slice(1).map(decoded);
  if (segments.at(-1) === "") segments.pop();
  return [`${url.protocol}//${url.host.replace(/\.$/, "")}`, ...segments].join("/").normalize("NFC");
}

function decoded(segment: string): string {
  let text: string;
  try {
    text = decodeURIComponent(segment);
  } catch {
    throw new Unmapped(`\`${segment}\` in the URL is no UTF-8`);
  }
  // A server may read these as separators, or as the folder above.
  if (/[/\\]/.test(text)) throw new Unmapped("an encoded separator in a URL's path is refused");
  return text;
}
