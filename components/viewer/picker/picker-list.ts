export type Choice = { id: string; name: string; detail?: string };

/** Choices whose name has the text: those used last first, then those that begin with it, then by name. */
export function filterChoices(
  choices: readonly Choice[],
  text: string,
  recent: readonly string[],
): Choice[] {
  const wanted = text.trim().toLocaleLowerCase();
  const rank = ({ id, name }: Choice): number => {
    const at = recent.indexOf(id);
    if (at >= 0) return at;
    return name.toLocaleLowerCase().startsWith(wanted) ? recent.length : recent.length + 1;
  };
  return choices
    .filter(({ name }) => name.toLocaleLowerCase().includes(wanted))
    .map((choice, index) => ({ choice, index, rank: rank(choice) }))
    .toSorted((a, b) => a.rank - b.rank || a.index - b.index)
    .map(({ choice }) => choice);
}

/** The name to create, or null if a choice has it already. */
export function newName(choices: readonly Choice[], text: string): string | null {
  const name = text.replace(/\s+/gu, " ").trim();
  const isKnown = choices.some((one) => one.name.toLocaleLowerCase() === name.toLocaleLowerCase());
  return name === "" || isKnown ? null : name;
}
