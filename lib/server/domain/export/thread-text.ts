import "server-only";
import type { ImageOut, ThreadOut, TurnOut } from "@/lib/server/domain/export/threads";

/** A thread as JSON: its columns and turns, each with its parent's id. */
export async function* threadJson(
  thread: ThreadOut,
  turns: AsyncIterable<TurnOut>,
): AsyncGenerator<string> {
  const { createdById: _, workspace, ...rest } = thread;
  const head = JSON.stringify({ ...rest, workspace: workspace.name }, null, 2);
  yield `${head.slice(0, -2)},\n  "turns": [`;
  let separator = "\n";
  for await (const turn of turns) {
    yield `${separator}${JSON.stringify(turn, null, 2)}`;
    separator = ",\n";
  }
  yield "\n]}\n";
}

/** A thread as Markdown: its turns in order of creation, with links to the exported images. */
export async function* threadMarkdown(
  thread: ThreadOut,
  turns: AsyncIterable<TurnOut>,
): AsyncGenerator<string> {
  yield `# ${oneLine(thread.title)}\n\n`;
  yield `${oneLine(thread.workspace.name)}, ${thread.createdAt.toISOString()}\n`;
  if (thread.systemInstruction !== "") yield `\n${quoted(thread.systemInstruction)}\n`;
  const numbers = new Map<string, number>();
  for await (const turn of turns) {
    numbers.set(turn.id, numbers.size + 1);
    yield turnMarkdown(turn, numbers);
  }
}

function turnMarkdown(turn: TurnOut, numbers: ReadonlyMap<string, number>): string {
  const parent = turn.parentTurnId === null ? undefined : numbers.get(turn.parentTurnId);
  const parts = [
    `\n## ${numbers.get(turn.id)}. ${oneLine(turn.by)}, ${turn.createdAt.toISOString()}`,
    parent === undefined ? "" : `Goes on from ${parent}.`,
    quoted(turn.prompt),
    turn.baseImage ? `Refines: ${link(turn.baseImage)}` : "",
    turn.references.length > 0 ? `With: ${turn.references.map(link).join(", ")}` : "",
    `Settings: \`${JSON.stringify(turn.settings)}\``,
    ...turn.generations.flatMap((generation) => [
      generation.images.length === 0 ? `${generation.model}: ${generation.state}` : "",
      ...generation.images.map((image) => (image.file === null ? link(image) : `!${link(image)}`)),
      generation.modelWords ? quoted(generation.modelWords) : "",
    ]),
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

/** A relative link from the threads folder. File names need no Markdown escaping, only URI encoding. */
function link({ id, file }: ImageOut): string {
  return file === null ? `picture ${id}` : `[${id}](../${encodeURI(file)})`;
}

function quoted(text: string): string {
  return text
    .split("\n")
    .map((line) => `> ${line}`)
    .join("\n");
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}
