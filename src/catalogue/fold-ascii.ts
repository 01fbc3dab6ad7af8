/** Names of services and actions are compared with ASCII letters in lower case, and others as they are. */
export function foldAscii(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}
