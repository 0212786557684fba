import type { AnswerNode, AnswerPath } from "@/lib/contracts/answers";

/** A place in an answer as people who read JSON write it: `data[0].blob`, `data[*]["odd key"]`; empty for the whole. */
export function placeText(path: AnswerPath): string {
  return path
    .map((step, index) => {
      if (typeof step === "number" || step === "*") return `[${step}]`;
      if (!/^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(step)) return `[${JSON.stringify(step)}]`;
      return index === 0 ? step : `.${step}`;
    })
    .join("");
}

/** The same place in every item of each list that it passes through. */
export function everyItem(path: AnswerPath): AnswerPath {
  return path.map((step) => (typeof step === "number" ? "*" : step));
}

/** Whether there is a list on the way, so that `everyItem` is another place. */
export function passesList(path: AnswerPath): boolean {
  return path.some((step) => typeof step === "number");
}

type Text = Extract<AnswerNode, { kind: "text" }>;

/** Whether a text may be a picture: inline data or an address. Words may hold one as well, but do not look it. */
export function looksLikePicture({ looks }: Text): boolean {
  return looks !== "words";
}
