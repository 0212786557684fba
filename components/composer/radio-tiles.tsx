import { type ReactNode, useRef } from "react";
import { classNames } from "@/components/ui/class-names";
import { pressedKey } from "@/components/ui/pressed-key";

type Tile<Value> = { value: Value; label: ReactNode; name: string; isDisabled?: boolean };

type Props<Value> = {
  legend: string;
  name: string;
  value: Value;
  tiles: readonly Tile<Value>[];
  onChange: (value: Value) => void;
  /** A tile was chosen by a click or Enter; arrow keys only move the choice. */
  onChosen?: () => void;
  className?: string;
  tileClassName?: string;
};

/** Choices drawn as tiles over native radio buttons, which bring arrow keys, Tab and screen reader support. */
export function RadioTiles<Value extends string | number>(props: Props<Value>) {
  const isByPointer = useRef(false);
  return (
    <fieldset>
      <legend className="mb-2 text-[12px] text-muted">{props.legend}</legend>
      <div className={props.className}>
        {props.tiles.map((tile) => (
          <label
            key={tile.value}
            onPointerDown={() => {
              isByPointer.current = true;
            }}
            className={classNames(
              "flex cursor-pointer flex-col items-center justify-center gap-1.5 rounded-[8px] border border-transparent text-[12px] text-muted transition-colors",
              "hover:bg-hover hover:text-ink has-checked:border-line-strong has-checked:bg-selected has-checked:text-ink",
              "has-focus-visible:outline-2 has-focus-visible:outline-offset-1 has-focus-visible:outline-accent",
              "has-disabled:pointer-events-none has-disabled:opacity-40",
              props.tileClassName,
            )}
          >
            <input
              type="radio"
              name={props.name}
              value={tile.value}
              checked={tile.value === props.value}
              disabled={tile.isDisabled}
              onKeyDown={(event) => {
                isByPointer.current = false;
                if (pressedKey(event) === "Enter") props.onChosen?.();
              }}
              onChange={() => {
                props.onChange(tile.value);
                if (isByPointer.current) props.onChosen?.();
              }}
              aria-label={tile.name}
              className="sr-only"
            />
            {tile.label}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
