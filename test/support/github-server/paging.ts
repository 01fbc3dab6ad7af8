/** Lists in pages. */
import { idOf, type Json, type Places } from "./bodies.ts";
import type { Answer } from "./routes.ts";

const isList = (body: Answer["body"]): body is readonly Json[] => Array.isArray(body);

/** One page of a list, and the `link` header that names its neighbours as GitHub does: by the repository's number. */
export function pageOf(
  answer: Answer,
  url: URL,
  places: Places,
): { readonly body: unknown; readonly link: string | null } {
  if (answer.paging === undefined || !isList(answer.body)) return { body: answer.body, link: null };
  const size = Math.min(Number(url.searchParams.get("per_page") ?? 30), 100);
  const byCursor = answer.paging === "cursor";
  const key = byCursor ? "after" : "page";
  const asked = url.searchParams.get(key);
  const first = byCursor ? Number(asked ?? 0) : (Number(asked ?? 1) - 1) * size;
  const items = answer.body;
  const link = (to: number, rel: string): string => {
    const next = new URL(url);
    next.pathname = next.pathname.replace(
      `/repos/${places.repository}/`,
      `/repositories/${String(idOf("repository", places.repository.toLowerCase()))}/`,
    );
    next.searchParams.set(key, String(byCursor ? to : to / size + 1));
    return `<${next.href}>; rel="${rel}"`;
  };
  const links = [
    ...(first > 0 ? [link(Math.max(0, first - size), "prev")] : []),
    ...(first + size < items.length ? [link(first + size, "next")] : []),
  ];
  return { body: items.slice(first, first + size), link: links.length === 0 ? null : links.join(", ") };
}
