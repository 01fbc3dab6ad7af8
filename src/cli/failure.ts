/** How a command ends when it cannot do its work; exit codes as INTERFACES.md fixes them. */

export const exitCodes = {
  fine: 0,
  policiesAtFault: 1,
  callAtFault: 2,
  programAtFault: 3,
  interrupted: 130,
} as const;

/** The call or the machine is at fault: exit 2, with a message and, where there is some, advice. */
export class CallFailure extends Error {
  override readonly name = "CallFailure";
  readonly help: string | null;

  constructor(message: string, help: string | null = null) {
    super(message);
    this.help = help;
  }
}

/** Ctrl-C: exit 130. */
export class Interruption extends Error {
  override readonly name = "Interruption";
}

const reasons: { readonly [code: string]: string } = {
  EACCES: "permission denied",
  EBUSY: "it is in use",
  EDQUOT: "the disk quota is used up",
  EEXIST: "it exists already",
  EFBIG: "the file would be too large",
  EIO: "the device failed",
  EISDIR: "it is a folder",
  ELOOP: "symbolic links form a loop",
  EMFILE: "too many files are open",
  ENAMETOOLONG: "the name is too long",
  ENOENT: "no such file or folder",
  ENOSPC: "no space is left on the disk",
  ENOTDIR: "a part of the path is no folder",
  ENOTEMPTY: "the folder is not empty",
  EPERM: "not permitted",
  EROFS: "the file system is read-only",
};

/** The system's error code, or `null` for any other value. */
export function systemErrorCode(error: unknown): string | null {
  return error instanceof Error && "syscall" in error && "code" in error && typeof error.code === "string"
    ? error.code
    : null;
}

/** `no space is left on the disk (ENOSPC)` */
export function systemReason(code: string): string {
  return `${reasons[code] ?? "the system refused"} (${code})`;
}

/** Runs `action`; an error of the operating system becomes a failure that says what was being done. */
export function withSystemErrors<T>(doing: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    const code = systemErrorCode(error);
    if (code === null) throw error;
    throw new CallFailure(`cannot ${doing}: ${systemReason(code)}`);
  }
}
