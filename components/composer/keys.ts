type Pressed = {
  key: string;
  keyCode: number;
  shiftKey: boolean;
  altKey: boolean;
  isComposing: boolean;
};

/**
 * Whether a key belongs to an input method that is choosing a word: its Enter takes the word, its Escape gives it up.
 * 229 is how Safari says it, whose `isComposing` has ended by the time of the key.
 */
export function isForInputMethod({ isComposing, keyCode }: Pressed): boolean {
  return isComposing || keyCode === 229;
}

/** Enter sends. Shift or Alt with it breaks the line, and an input method's Enter is its own. */
export function isSendKey(pressed: Pressed): boolean {
  return (
    pressed.key === "Enter" && !pressed.shiftKey && !pressed.altKey && !isForInputMethod(pressed)
  );
}
