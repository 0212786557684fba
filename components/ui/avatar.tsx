import { classNames } from "@/components/ui/class-names";
import { avatarPath } from "@/lib/contracts/paths";

type Props = {
  name: string;
  /** Whose picture to show over the initial. */
  userId?: string;
  /** Changes with the picture; null means that there is none. */
  version?: string | null;
  /** Round for people, square for workspaces. */
  shape?: "round" | "square";
  /** Pixels. */
  size?: number;
  className?: string;
};

/** Muted hues with AA contrast to white, chosen by a hash of the name. */
const HUES = ["#8a6078", "#5d6f8c", "#5f7a63", "#8a6a4a", "#70648f", "#4f7a80"];

/** A profile picture or an initial. Decorative: the name is next to it or in a label. */
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
        // A background instead of <img>, because an account without a picture gets an empty reply.
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
