/** `init`: a policy repository on which lint, test and build pass. */
import { join, resolve } from "node:path";
import { visible, finishLines } from "../../report/sanitize.ts";
import { writeFiles } from "../atomic-write.ts";
import { CallFailure, exitCodes, withSystemErrors } from "../failure.ts";
import { starterFiles } from "../starter.ts";
import { shownPath } from "../read-source.ts";
import { say, type Session } from "../session.ts";

export async function init(session: Session, folder: string): Promise<number> {
  const { host } = session;
  const root = resolve(host.cwd, folder);
  const files = starterFiles.map((file) => ({ ...file, path: join(root, file.name) }));
  const taken = withSystemErrors(`read ${folder}`, () => {
    const info = host.files.stat(root);
    if (info !== null && info.kind !== "folder") throw new CallFailure(`${folder} is no folder`);
    return files.filter(({ path }) => host.files.taken(path));
  });
  // Policies are never overwritten; a README or a hook of the repository's own simply stays.
  const essential = taken.find((file) => file.essential);
  if (essential !== undefined) {
    throw new CallFailure(
      `${shownPath(host, essential.path)} is there already`,
      "init starts new policy sets; nothing was written",
    );
  }
  const fresh = files.filter((file) => !taken.includes(file));
  await writeFiles(
    host,
    fresh.map(({ path, content }) => ({ path, content })),
  );
  await host.stdout.write(finishLines(fresh.map(({ path }) => visible(shownPath(host, path)))));
  for (const { path } of taken) await say(session, `kept ${shownPath(host, path)}, which was there already`);
  const enter = root === host.cwd ? "" : `cd ${shellWord(shownPath(host, root))} && `;
  await say(session, `next: ${enter}sentrely-policy lint && sentrely-policy test && sentrely-policy build`);
  return exitCodes.fine;
}

/** A word to copy into a shell. */
function shellWord(text: string): string {
  return /^[\w./@:+-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
