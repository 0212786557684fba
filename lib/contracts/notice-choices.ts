/** The topics of notices. `comments` includes verdicts. Plain data, so the browser loads no schemas. */
export const NOTICE_TOPICS = ["openings", "comments", "picks"] as const;
export type NoticeTopic = (typeof NOTICE_TOPICS)[number];

export const NOTICE_CHANNELS = ["inApp", "email"] as const;

/** The unread count goes no higher. */
export const UNREAD_MAX = 100;
