import type { AnswerNode, AnswerPath } from "@/lib/contracts/answers";

/** A JSON path as text: `data[0].blob`, `data[*]["odd key"]`; empty for the root. */
export function pathText(path: AnswerPath): string {
  return path
    .map((step, index) => {
      if (typeof step === "number" || step === "*") return `[${step}]`;
      if (!/^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(step)) return `[${JSON.stringify(step)}]`;
      return index === 0 ? step : `.${step}`;
    })
    .join("");
}

/** The same path with every list index replaced by `*`. */
export function everyItem(path: AnswerPath): AnswerPath {
  return path.map((step) => (typeof step === "number" ? "*" : step));
}

/** Whether the path passes a list, so that `everyItem` differs from it. */
export function hasIndex(path: AnswerPath): boolean {
  return path.some((step) => typeof step === "number");
}

type Text = Extract<AnswerNode, { kind: "text" }>;

/** Whether a text may be a picture: inline data or an address. */
export function looksLikePicture({ looks }: Text): boolean {
  return looks !== "words";
}
