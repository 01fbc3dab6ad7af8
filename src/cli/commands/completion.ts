/** `completion`: scripts that complete commands, flags and their values, generated from the program. */
import type { Command, Option } from "commander";
import { CallFailure, exitCodes } from "../failure.ts";
import type { Session } from "../session.ts";

interface Flag {
  readonly names: readonly string[];
  readonly about: string;
  /** Values to choose from; empty for a flag without a value or with a free one. */
  readonly choices: readonly string[];
  readonly takesValue: boolean;
}

interface Entry {
  readonly name: string;
  readonly about: string;
  readonly flags: readonly Flag[];
}

export async function completion(session: Session, shell: string, program: Command): Promise<number> {
  const writers: { readonly [shell: string]: (entries: readonly Entry[]) => string } = { bash, zsh, fish };
  const write = Object.hasOwn(writers, shell) ? writers[shell] : undefined;
  if (write === undefined) {
    throw new CallFailure(`no completion for the shell \`${shell}\``, "there is one for bash, zsh and fish");
  }
  await session.host.stdout.write(write(entriesOf(program)));
  return exitCodes.fine;
}

function entriesOf(program: Command): Entry[] {
  return program.commands.map((command) => ({
    name: command.name(),
    about: unquoted(command.summary()),
    flags: [
      ...command.options.filter((option) => !option.hidden).map(flagOf),
      { names: ["--help"], about: "show help", choices: [], takesValue: false },
    ],
  }));
}

/** Without what would end or change a quoted word of a shell. */
function unquoted(text: string): string {
  return text.replace(/[`'"\\$]/g, "");
}

function flagOf(option: Option): Flag {
  return {
    // `--fix` takes its value with `=` alone.
    names: option.long === "--fix" && option.required ? ["--fix", "--fix=review"] : [option.long ?? ""],
    about: unquoted(option.description),
    choices: option.argChoices ?? [],
    takesValue: option.required && option.long !== "--fix",
  };
}

const names = (entries: readonly Entry[]): string => entries.map(({ name }) => name).join(" ");

function bash(entries: readonly Entry[]): string {
  const cases = entries.map(({ name, flags }) => {
    const values = flags
      .filter(({ takesValue }) => takesValue)
      .map(({ names: [flag], choices }) =>
        choices.length > 0
          ? `        ${flag}) COMPREPLY=($(compgen -W "${choices.join(" ")}" -- "$word")); return ;;\n`
          : `        ${flag}) COMPREPLY=($(compgen -f -- "$word")); return ;;\n`,
      );
    const list = flags.flatMap((flag) => flag.names).join(" ");
    return `    ${name})\n      case "$before" in\n${values.join("")}        *) ;;\n      esac\n      flags="${list}" ;;\n`;
  });
  return `# bash completion for sentrely-policy
_sentrely_policy() {
  local word="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}" flags=""
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "${names(entries)} help" -- "$word"))
    return
  fi
  case "\${COMP_WORDS[1]}" in
${cases.join("")}    *) ;;
  esac
  case "$word" in
    -*) COMPREPLY=($(compgen -W "$flags" -- "$word")) ;;
    *)
      case "\${COMP_WORDS[1]}" in
        completion) COMPREPLY=($(compgen -W "bash zsh fish" -- "$word")) ;;
        help) COMPREPLY=($(compgen -W "${names(entries)}" -- "$word")) ;;
        *) ;;
      esac ;;
  esac
}
complete -o default -F _sentrely_policy sentrely-policy
`;
}

function zsh(entries: readonly Entry[]): string {
  const escape = (text: string): string => text.replace(/[[\]:]/g, "\\$&");
  const commands = entries.map(({ name, about }) => `    '${name}:${escape(about)}'\n`);
  const cases = entries.map(({ name, flags }) => {
    const specs = flags.map(({ names: [flag], about, choices, takesValue }) => {
      const value = !takesValue ? "" : choices.length > 0 ? `:value:(${choices.join(" ")})` : ":value:_files";
      return `        '${flag}[${escape(about)}]${value}' \\\n`;
    });
    const rest = name === "completion" ? "'*:shell:(bash zsh fish)'" : "'*:path:_files'";
    return `    ${name})\n      _arguments \\\n${specs.join("")}        ${rest} ;;\n`;
  });
  return `#compdef sentrely-policy
# zsh completion for sentrely-policy
_sentrely_policy() {
  local -a commands=(
${commands.join("")}  )
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  local command="$words[2]"
  shift words
  (( CURRENT-- ))
  case "$command" in
${cases.join("")}    help) _describe command commands ;;
  esac
}
(( $+functions[compdef] )) && compdef _sentrely_policy sentrely-policy
`;
}

function fish(entries: readonly Entry[]): string {
  const lines = entries.flatMap(({ name, about, flags }) => [
    `complete -c sentrely-policy -n __fish_use_subcommand -a ${name} -d '${about}'`,
    ...flags.map(({ names: [flag = ""], about: text, choices, takesValue }) => {
      const value = !takesValue ? "" : choices.length > 0 ? ` -x -a '${choices.join(" ")}'` : " -r";
      return `complete -c sentrely-policy -n '__fish_seen_subcommand_from ${name}' -l ${flag.replace(/^--/, "")}${value} -d '${text}'`;
    }),
  ]);
  return `# fish completion for sentrely-policy
${lines.join("\n")}
complete -c sentrely-policy -n '__fish_seen_subcommand_from completion' -x -a 'bash zsh fish'
complete -c sentrely-policy -n __fish_use_subcommand -a help -d 'show the help of a command'
complete -c sentrely-policy -n '__fish_seen_subcommand_from help' -x -a '${names(entries)}'
`;
}
