/** Choices of a share. Plain data, so the browser loads no schemas. */

export const SHARE_KINDS = ["image", "selection", "thread", "collection"] as const;

/** `show`: look. `review`: look, comment, pick. `hand_over`: look, and download originals. */
export const SHARE_PRESETS = ["show", "review", "hand_over"] as const;
export type SharePreset = (typeof SHARE_PRESETS)[number];

export const SHARE_AUDIENCES = ["anyone", "signed_in", "members"] as const;
export type ShareAudience = (typeof SHARE_AUDIENCES)[number];

export const SHARE_DOWNLOADS = ["off", "previews", "originals"] as const;
export type ShareDownloads = (typeof SHARE_DOWNLOADS)[number];

/**
 * `blocked`: by the workspace's policy, or its creator may no longer share there. `gone`: nothing of what it shows is
 * left. Visitors reach only `active` ones.
 */
export const SHARE_STATES = ["active", "expired", "revoked", "blocked", "gone"] as const;

/** Who may share in a workspace. */
export const SHARE_RULES = ["everyone", "admins"] as const;

type PresetRights = { mayComment: boolean; mayContinue: boolean; downloads: ShareDownloads };

/**
 * What a preset chooses; downloads and `mayContinue` may be chosen otherwise. To continue is to get the originals, so
 * only the preset that hands them over allows it.
 */
export const PRESET_RIGHTS = {
  show: { mayComment: false, mayContinue: false, downloads: "off" },
  review: { mayComment: true, mayContinue: false, downloads: "off" },
  hand_over: { mayComment: false, mayContinue: true, downloads: "originals" },
} as const satisfies Record<SharePreset, PresetRights>;

/** What a new share shows unless chosen otherwise. */
export const SHOWN_BY_DEFAULT = {
  prompts: true,
  references: false,
  settings: false,
  names: true,
} as const;

/** The life of a new share unless chosen otherwise, in days. */
export const SHARE_DAYS_DEFAULT = 30;
/** The longest limit that a workspace can set, in days. */
export const SHARE_DAYS_MAX = 3_650;
/** The most images of a selection. */
export const SHARE_SELECTION_MAX = 500;
/** The most versions that "Continue in my studio" takes over, counted back from the image. */
export const CONTINUED_STEPS_MAX = 60;
export const SHARE_PASSWORD_MIN_CHARS = 6;
export const SHARE_PASSWORD_MAX_CHARS = 200;
