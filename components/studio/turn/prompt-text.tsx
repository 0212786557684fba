import { imageBytesPath } from "@/lib/contracts/paths";
import type { TurnView } from "@/lib/contracts/turns";

/**
 * An instruction with a thumbnail before each mentioned picture. Screen readers and the clipboard get the text alone.
 */
export function PromptWords({ turn }: { turn: Pick<TurnView, "prompt" | "mentions"> }) {
  const { prompt, mentions } = turn;
  return (
    <>
      {mentions.map(({ start, end, imageId }, index) => (
        <span key={start}>
          {prompt.slice(mentions[index - 1]?.end ?? 0, start)}
          <span className="rounded-[4px] bg-selected box-decoration-clone px-1 py-px whitespace-nowrap">
            <img
              src={imageBytesPath(imageId, 256)}
              alt=""
              loading="lazy"
              decoding="async"
              draggable={false}
              className="mr-1 inline-block size-4 rounded-print bg-plate object-cover align-[-2px]"
            />
            {prompt.slice(start, end)}
          </span>
        </span>
      ))}
      {prompt.slice(mentions.at(-1)?.end ?? 0)}
    </>
  );
}
