import styles from "@/components/picture/picture.module.css";
import { thumbhashUrl } from "@/components/picture/thumbhash-url";

/** Fills the place of a picture that is being made: its parent, blurred, or drifting lights without a parent. */
export function WaitingBackdrop({ parentHash }: { parentHash: string | null }) {
  const blur = parentHash === null ? null : thumbhashUrl(parentHash);
  return (
    <span aria-hidden className="absolute inset-0 block overflow-hidden">
      {blur === null ? (
        <span className={styles.drift} />
      ) : (
        <span className={styles.memory}>
          <img src={blur} alt="" className={styles.blurred} />
        </span>
      )}
    </span>
  );
}
