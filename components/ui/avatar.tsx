import { classNames } from "@/components/ui/class-names";
import { avatarPath } from "@/lib/contracts/paths";

type Props = {
  name: string;
  /** Whose picture stands over the letter, where they have one. */
  userId?: string;
  /** Changes with the picture, where that is known; null: there is none to ask for. */
  version?: string | null;
  /** A person is round, a workspace is square. */
  shape?: "round" | "square";
  /** Pixels. */
  size?: number;
  className?: string;
};

/** Muted hues that carry white letters at AA; picked by the name, so that a person keeps theirs. */
const HUES = ["#8a6078", "#5d6f8c", "#5f7a63", "#8a6a4a", "#70648f", "#4f7a80"];

/** Somebody's picture, or the first letter of a name. Decorative: the name itself stands beside it or in a label. */
export function Avatar({ name, userId, version, shape = "round", size = 24, className }: Props) {
  const letter = Array.from(name.trim())[0]?.toUpperCase() ?? "?";
  const isSquare = shape === "square";
  return (
    <span
      aria-hidden
      className={classNames(
        "relative inline-flex shrink-0 items-center justify-center overflow-hidden font-semibold select-none",
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
      {userId !== undefined && version !== null && (
        // A background, and no <img>: whoever has no picture is answered with nothing, and nothing is shown for it.
        <span
          className="absolute inset-0 bg-cover bg-center"
          style={{ backgroundImage: `url("${addressOf(userId, version)}")` }}
        />
      )}
    </span>
  );
}

function addressOf(userId: string, version: string | undefined): string {
  return version === undefined ? avatarPath(userId) : `${avatarPath(userId)}?v=${version}`;
}

function hueOf(name: string): string {
  let sum = 0;
  for (const char of name) sum = (sum * 31 + (char.codePointAt(0) ?? 0)) >>> 0;
  return HUES[sum % HUES.length] ?? "#5d6f8c";
}
