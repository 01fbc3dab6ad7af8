import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { validateXML } from "xmllint-wasm";
import { drawComment, generateReviewPicture } from "../../../scripts/generate/review-picture.ts";

const root = new URL("../../../", import.meta.url);

test("the picture in the docs is of the golden comment as it is", async () => {
  const files = await generateReviewPicture();
  expect(files.map(({ path }) => path)).toEqual(["docs/review-comment.svg"]);
  for (const { path, text } of files) expect(readFileSync(new URL(path, root), "utf8")).toBe(text);
});

test("the picture shows the verdict, each table and each mark, and stays small", () => {
  const picture = readFileSync(new URL("docs/review-comment.svg", root), "utf8");
  for (const text of [
    "Policy check failed",
    "newly allowed",
    "$500 → $5,000 a month",
    "Failed tests",
    "Findings",
  ])
    expect(picture).toContain(`${text}</text>`);
  const comment = readFileSync(new URL("test/golden/review/pull-request/comment.md", root), "utf8");
  const marks = (comment.match(/⛔/g) ?? []).length;
  expect(picture.match(/fill="#cf222e"/g) ?? []).toHaveLength(marks);
  expect(picture.length).toBeLessThan(100_000);
});

test("a picture is well-formed XML whatever the comment says", async () => {
  const svg = drawComment('**x** `<a & "b">` and ⛔\n\n| a | b |\n|---|---|\n| `<` | ]]> & <br> |\n\n- x\n');
  const { errors } = await validateXML({
    xml: { fileName: "x.svg", contents: svg },
    normalization: "format",
  });
  expect(errors).toEqual([]);
  const { valid } = await validateXML({
    xml: { fileName: "x.svg", contents: svg.replace("</svg>", "") },
    normalization: "format",
  });
  expect(valid).toBe(false);
});
