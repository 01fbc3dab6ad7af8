/** What is known of programs: which of their words are files, and what they do to them. */

/** Actions on files, as the catalogue names them. */
export type FileAction = "read" | "write" | "list" | "delete" | "chmod" | "chown";

export interface FileUse {
  /**
   * - `operands`: every operand is a file.
   * - `pattern`: every operand but the first, which is a pattern or a script, unless an option gives that.
   * - `target`: the last of several operands is written, the others are read (or as `actions` says).
   * - `paths`: operands that hold a `/`, begin with a `.`, or name something that is there.
   * - `slashes`: the first two of these.
   * - `explicit`: operands that begin with `/` or a `.`; in others a `/` is part of a name.
   * - `none`: no operand is a file.
   */
  readonly kind: "operands" | "pattern" | "target" | "paths" | "slashes" | "explicit" | "none";
  readonly actions: readonly FileAction[];
  /** Without operands it works on the working folder. */
  readonly defaultsToFolder: boolean;
}

/** How a program uses its files when nothing else is known of it: any way. */
const unknown: FileUse = { kind: "paths", actions: ["read", "write"], defaultsToFolder: false };

const uses = new Map<string, FileUse>();

function declare(kind: FileUse["kind"], actions: readonly FileAction[], names: string, folder = false): void {
  for (const name of names.split(" ")) uses.set(name, { kind, actions, defaultsToFolder: folder });
}

declare(
  "operands",
  ["read"],
  "cat head tail less more wc sort nl od hexdump strings file stat cut paste join comm column fmt fold tac rev expand " +
    "unexpand diff cmp md5sum sha1sum sha224sum sha256sum sha384sum sha512sum shasum b2sum cksum base32 base64 zcat bzcat " +
    "xzcat zless readlink realpath bat batcat tsort pr look",
);
declare("operands", ["list"], "ls du tree exa eza", true);
declare("operands", ["write"], "touch mkdir tee truncate mkfifo mknod");
declare("operands", ["delete"], "rm rmdir unlink shred");
declare("operands", ["read", "write"], "vi vim nano emacs ed ex patch tar zip unzip gzip gunzip bzip2 bunzip2 xz unxz");
declare("operands", ["read", "write"], "zstd 7z split csplit dd");
declare("explicit", ["read"], "test date");
declare("target", ["read"], "cp install rsync ln uniq xxd");
declare("target", ["read", "delete"], "mv rename");
declare("pattern", ["chmod"], "chmod");
declare("pattern", ["chown"], "chown chgrp");
// These are looked into elsewhere.
declare("none", [], "curl wget bash sh zsh dash ksh source");
declare("pattern", ["read"], "grep egrep fgrep zgrep jq yq awk gawk mawk nawk sed gsed");
declare("pattern", ["read"], "rg ag ack", true);
declare(
  "explicit",
  ["read", "write"],
  "git hg svn gh glab docker podman docker-compose kubectl oc helm aws gcloud az brew apt apt-get dnf yum apk systemctl " +
    "terraform tofu vercel fly flyctl heroku stripe supabase rustup gem",
);
declare("explicit", ["read"], "go");
declare(
  "slashes",
  ["read", "write"],
  "npm pnpm yarn bun npx bunx uvx cargo dotnet pip pip3 pipx uv poetry conda bundle composer make cmake ninja bazel",
);
declare("paths", ["read"], "node deno python python3 ruby perl php tsx ts-node java pytest vitest jest mocha tsc");
declare(
  "none",
  [],
  "echo printf true false pwd whoami id hostname uname uptime sleep seq expr tr basename dirname which type env " +
    "printenv nproc tty groups users who w ps pgrep pkill kill killall jobs wait fg bg disown exit return break " +
    "continue shift umask times ulimit getopts yes cal locale clear tput sync free vmstat df lsof netstat ss " +
    "ifconfig ping dig nslookup host export unset set local declare typeset readonly read mapfile readarray trap eval cd " +
    "pushd popd dirs command builtin exec nohup setsid nice ionice stdbuf timeout time sudo doas xargs watch caffeinate " +
    "busybox toybox find",
);

/** Git's subcommands whose operands are files. */
for (const [name, actions] of [
  ["add", ["read"]],
  ["rm", ["delete"]],
  ["mv", ["read", "write", "delete"]],
  ["restore", ["write"]],
] as const) {
  uses.set(`git/${name}`, { kind: "operands", actions, defaultsToFolder: false });
}

export function fileUseOf(program: string, subcommand: string | null): FileUse {
  return uses.get(`${program}/${subcommand ?? ""}`) ?? uses.get(program) ?? unknown;
}

/** Words with which a program that reads files also writes some, or runs others, out of sight. */
const risks: ReadonlyMap<string, RegExp> = new Map([
  [
    "git",
    /^(--output|--ext-diff|--textconv|--open-files|-O|--exec|-x$|--upload-pack|--receive-pack|--template|--extcmd)/,
  ],
  ["npm", /^--(script-shell|node-options|shell|git=|editor|viewer|\w*config)/],
  ["go", /^--?(o|exec|toolexec|overlay|coverprofile|\w+profile|outputdir|pkgdir|modfile)(=|$)/],
  ["cargo", /^--(config|target-dir|out-dir|artifact-dir)/],
  ["sort", /^(-[a-zA-Z]*[oT]|--(o|c|t|files))/],
  ["rg", /^(--pre|--hostname-bin|--search-zip|-z)/],
  ["tree", /^(-o|--output|--fromfile)/],
  ["exa", /^--git/],
  ["file", /^(-[a-zA-Z]*[Cf]|--(c|files))/],
  ["wc", /^--files/],
  ["du", /^--files/],
  ["less", /^(\+|-[a-zA-Z]*[oO]|--(log|LOG|lesskey))/],
  ["more", /^\+/],
  ["bat", /^--(pager|diff|map|config|cache)/],
  ["ag", /^--pager/],
  ["ack", /^--(pager|output|ackrc)/],
  ["diff", /^--(to-file|from-file|output|paginate|GTYPE)/],
  ["yq", /^(-[a-zA-Z]*i|--inplace|-s|--split)/],
  ["jq", /^(-L|--library)/],
  ["vi", /^[-+]/],
  ["vim", /^[-+]/],
  ["ex", /^[-+]/],
  ["rsync", /^(-[a-zA-Z]*[eM]|--(rsh|rsync-path|remote|files|include-from|exclude-from|log|write|read|password|backup))|::|^[^/]*:/],
  ["install", /^(-[a-zA-Z]*s|--strip)/],
  ["python", /^-[a-zA-Z]*i/],
  ["make", /^--eval/],
  ["tar", /^--(to-command|checkpoint|use-compress|info-script|new-volume|rsh|rmt|I)|^-[a-zA-Z]*[IF]/],
  ["zip", /^-[a-zA-Z]*T/],
  ["ssh", /^-[a-zA-Z]*[oFSWLRD]/],
  ["scp", /^-[a-zA-Z]*[oFS]/],
]);

export function isRisky(program: string, text: string): boolean {
  return risks.get(program)?.test(text) ?? false;
}

/** Shells whose `-c` text is parsed again. Others have a language of their own. */
export const shells: ReadonlySet<string> = new Set(["bash", "sh", "zsh", "dash", "ksh"]);

/**
 * Words that change what later words mean, or run text that is not seen. zsh's are among them: Claude Code runs the user's
 * own shell.
 */
export const opaque: ReadonlySet<string> = new Set(
  (
    "alias unalias enable hash bind complete compgen compopt fc history let shopt coproc function emulate autoload zmodload " +
    "repeat foreach noglob nocorrect sched vared zle bindkey zcompile zparseopts setopt unsetopt print whence disable " +
    "parallel chroot su flock script unshare nsenter fish csh tcsh pwsh powershell cmd osascript arch"
  ).split(" "),
);

/** Variables that choose what programs run, which files they read, or what later words mean. */
const fateful = new RegExp(
  "^(PATH|path|IFS|ENV|HOME|PWD|OLDPWD|SHELL|CDPATH|cdpath|FPATH|fpath|MANPATH|SHELLOPTS|BASHOPTS|PS[0-4]|ZDOTDIR|" +
    "PROMPT|GLOBIGNORE|EXECIGNORE|FIGNORE|POSIXLY_CORRECT|histchars|NULLCMD|READNULLCMD|LESSOPEN|LESSCLOSE|LESS|BROWSER|" +
    "CC|CXX|LD|AR|CLASSPATH|MAKEFLAGS|GOFLAGS|GOPROXY|TERMINFO|.*_COMMAND|.*ASKPASS|.*_OPTIONS|.*_WRAPPER|" +
    "(BASH_|LD_|DYLD_|GIT_|PERL|RUBY|NPM_CONFIG_|npm_config_|CARGO_|RUSTC|NODE_PATH|GCONV|LOCPATH|JAVA_|PIP_|UV_).*|" +
    "PYTHON(?!(UNBUFFERED|DONTWRITEBYTECODE|HASHSEED)$).*)$",
);

/** Whether setting the variable may change what a line means. `value` is null where it is not known. */
export function isFateful(name: string, value: string | null): boolean {
  // Agents turn pagers off; that is no harm.
  if (/PAGER$|EDITOR$|^VISUAL$/.test(name)) return !["", "cat", "true", ":"].includes(value ?? "?");
  return fateful.test(name);
}
