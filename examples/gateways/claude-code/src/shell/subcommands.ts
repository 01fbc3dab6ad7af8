/** Programs whose first operand says what they do: `cmd/<program>/<subcommand>`. */

interface Form {
  /** Options before the subcommand that take the next word. */
  readonly values: ReadonlySet<string>;
  /** Options before the subcommand that take none. */
  readonly flags: ReadonlySet<string>;
  /** Other spellings of subcommands. Where there are any, `known` lists all, since the program takes abbreviations. */
  readonly aliases: ReadonlyMap<string, string>;
  readonly known: ReadonlySet<string> | null;
}

const set = (text: string): ReadonlySet<string> => new Set(text.split(" ").filter((word) => word !== ""));

function form(values = "", flags = "", aliases = "", known = ""): Form {
  const pairs = aliases.split(" ").flatMap((group) => {
    const [name, ...others] = group.split("=").reverse();
    return name === undefined ? [] : others.flatMap((one) => one.split(",")).map((one) => [one, name] as const);
  });
  return {
    values: set(values),
    flags: set(`${flags} -h --help --version`),
    aliases: new Map(pairs),
    known: known === "" ? null : set(known),
  };
}

const npmFlags = "-s --silent -q --quiet -d -dd -ddd --verbose -g --global -y --yes -ws --workspaces --if-present";
const containerValues = "-H --host --context -c --connection --config -l --log-level --tlscacert --tlscert --tlskey --url";
const kubeValues =
  "-n --namespace --context --kube-context --cluster --user --kubeconfig -s --server --token --as --as-group --request-timeout -v";

const forms: ReadonlyMap<string, Form> = new Map([
  ["git", form("-C -c --git-dir --work-tree --namespace", "--no-pager -p --paginate -P --bare --no-optional-locks -v")],
  [
    "npm",
    form(
      "--prefix -w --workspace -C",
      npmFlags,
      "i,in,ins,inst,insta,instal,isnt,isnta,isntal,isntall,add=install t,tst=test x=exec r,rm,un,unlink,remove=uninstall run-script,rum,urn=run c=config up,upgrade,udpate=update ls,la,ll=list ln=link info,show,v=view s,se,find=search ic,clean-install,install-clean,isntall-clean=ci it=install-test cit=install-ci-test innit,create=init why=explain author=owner adduser,add-user=login issues=bugs hlep=help ddp=dedupe rb=rebuild verison=version",
      "access audit bugs cache ci completion config dedupe deprecate diff dist-tag docs doctor edit exec explain explore find-dupes fund get help init install install-ci-test install-test link list login logout ls org outdated owner pack ping pkg prefix profile prune publish query rebuild repo restart root run sbom search set shrinkwrap star stars start stop team test token trust undeprecate uninstall unpublish unstar update version view whoami",
    ),
  ],
  ["pnpm", form("-C --dir -F --filter", "-r --recursive -s --silent -w --workspace-root -g")],
  ["yarn", form("--cwd", "-s --silent --offline")],
  ["bun", form("--cwd", "--silent --bun -b")],
  ["deno", form()],
  ["npx", form("-p --package", "-y --yes --no -q --quiet")],
  ["bunx", form("", "--bun")],
  ["uvx", form("--from --with -p --python", "-q --quiet")],
  ["docker", form(containerValues, "-D --debug --tls --tlsverify")],
  ["podman", form(containerValues, "-r --remote")],
  ["docker-compose", form("-f --file -p --project-name --profile --env-file --project-directory", "--verbose")],
  ["kubectl", form(kubeValues)],
  ["oc", form(kubeValues)],
  ["helm", form(kubeValues, "--debug")],
  [
    "aws",
    form(
      "--region --profile --output --endpoint-url --query --ca-bundle --cli-read-timeout --cli-connect-timeout --color",
      "--debug --no-verify-ssl --no-paginate --no-sign-request --no-cli-pager",
    ),
  ],
  ["gcloud", form("--project --account --configuration --format --verbosity --impersonate-service-account", "-q --quiet")],
  ["az", form()],
  ["gh", form()],
  ["glab", form()],
  ["cargo", form("--color --config -Z -C", "-v -vv -q --quiet --locked --offline --frozen", "b=build c=check d=doc r=run t=test rm=remove")],
  ["rustup", form("", "-v -q")],
  ["go", form("-C")],
  ["dotnet", form("", "-d --diagnostics --info")],
  ["pip", form("--python --log --proxy --cache-dir", "-q -v -vv --isolated --require-virtualenv")],
  ["pip3", form("--python --log --proxy --cache-dir", "-q -v -vv --isolated --require-virtualenv")],
  ["pipx", form("", "-q -v --global")],
  ["uv", form("--directory --project --config-file --cache-dir -p --python", "-q -v --quiet --verbose --offline --no-cache -n")],
  ["poetry", form("-C --directory -P --project", "-q -v -vv -vvv -n --no-interaction")],
  ["conda", form("", "-v")],
  ["bundle", form()],
  ["gem", form()],
  ["composer", form("-d --working-dir", "-n -q -v")],
  ["brew", form("", "-v -q -d")],
  ["apt", form("-o -c -t", "-y -q -qq")],
  ["apt-get", form("-o -c -t", "-y -q -qq")],
  ["dnf", form("-c", "-y -q -v")],
  ["yum", form("-c", "-y -q -v")],
  ["apk", form("-p -X", "-q -v -U --no-cache")],
  ["systemctl", form("-H -M -t -p", "--user --system -q --no-pager")],
  ["terraform", form()],
  ["tofu", form()],
  ["vercel", form()],
  ["fly", form()],
  ["flyctl", form()],
  ["heroku", form()],
  ["stripe", form()],
  ["supabase", form()],
]);

export const programsWithSubcommands: readonly string[] = [...forms.keys()];

/** Settings of git that choose no program to run. */
const mildGitSetting = /^(user|color|advice)\.|^(commit|tag)\.gpgsign=|^init\.defaultbranch=/i;
const word = /^[A-Za-z0-9_][A-Za-z0-9_.+:-]*$/;
const packageName = /^((?:@[a-z0-9_.-]+\/)?[A-Za-z0-9_][A-Za-z0-9_.-]*)(?:@[\w.^~-]+)?$/;

/**
 * The subcommand among the words after the program: null where the program has none or none is given, `unparsed` where it
 * cannot be told. `null` among the words is one that is not known.
 */
export function subcommandOf(
  program: string,
  words: readonly (string | null)[],
): { readonly kind: "none" } | { readonly kind: "some"; readonly name: string } | { readonly kind: "unparsed" } {
  const known = forms.get(program);
  if (known === undefined) return { kind: "none" };
  for (let at = 0; at < words.length; at++) {
    const text = words[at];
    if (text === null || text === undefined) return { kind: "unparsed" };
    if (program === "cargo" && at === 0 && text.startsWith("+")) continue;
    if (!text.startsWith("-")) return named(program, text, known);
    if (/^(--exec-path|--config-env)/.test(text) && program === "git") return { kind: "unparsed" };
    if (/^(-c|--call)/.test(text) && program === "npx") return { kind: "unparsed" };
    if (known.values.has(text)) {
      at++;
      const value = words[at];
      if (program === "git" && text === "-c" && !mildGitSetting.test(value ?? "")) return { kind: "unparsed" };
      if (value === null) return { kind: "unparsed" };
    } else if (!known.flags.has(text) && !/^--?[a-z][a-z-]*=/.test(text)) {
      return { kind: "unparsed" };
    }
  }
  return { kind: "none" };
}

function named(program: string, text: string, known: Form): ReturnType<typeof subcommandOf> {
  if (program === "npx" || program === "bunx" || program === "uvx") {
    const name = packageName.exec(text)?.[1];
    return name === undefined ? { kind: "unparsed" } : { kind: "some", name };
  }
  const name = known.aliases.get(text) ?? text;
  if (!word.test(name) || known.known?.has(name) === false) return { kind: "unparsed" };
  return { kind: "some", name };
}
