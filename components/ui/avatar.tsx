import { classNames } from "@/components/ui/class-names";

type Props = {
  name: string;
  /** A person is round, a workspace is square. */
  shape?: "round" | "square";
  /** Pixels. */
  size?: number;
  className?: string;
};

/** Muted hues that carry white letters at AA; picked by the name, so that a person keeps theirs. */
const HUES = ["#8a6078", "#5d6f8c", "#5f7a63", "#8a6a4a", "#70648f", "#4f7a80"];

/** The first letter of a name. Decorative: the name itself stands beside it or in a label. */
export function Avatar({ name, shape = "round", size = 24, className }: Props) {
  const letter = Array.from(name.trim())[0]?.toUpperCase() ?? "?";
  const isSquare = shape === "square";
  return (
    <span
      aria-hidden
      className={classNames(
        "inline-flex shrink-0 items-center justify-center font-semibold select-none",
        isSquare ? "rounded-[6px] bg-ink text-paper" : "rounded-full text-white",
        className,
      )}
      style={{
        width: size,
        height: size,
        fontSize: size * 0.46,
        ...(isSquare ? {} : { backgroundColor: hueOf(name) }),
      }}
    >
      {letter}
    </span>
  );
}

function hueOf(name: string): string {
  let sum = 0;
  for (const char of name) sum = (sum * 31 + (char.codePointAt(0) ?? 0)) >>> 0;
  return HUES[sum % HUES.length] ?? "#5d6f8c";
}
