"use client";

import { Copy, Ellipsis, Link2 } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { useState } from "react";
import { shareableOf } from "@/lib/client/shareables";
import { ShareDialog } from "@/components/links/share-slot";
import { type Column, DataTable } from "@/components/settings/data-table";
import { ReviewDialog } from "@/components/settings/links/review-dialog";
import { useLinkCalls } from "@/components/settings/links/use-link-calls";
import { VisitsDialog } from "@/components/settings/links/visits-dialog";
import { useReaderZone } from "@/components/shell/use-reader-zone";
import { useStudio } from "@/components/shell/use-studio";
import { classNames } from "@/components/ui/class-names";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { IconButton } from "@/components/ui/icon-button";
import { Menu, type MenuEntry } from "@/components/ui/menu";
import { imageBytesPath } from "@/lib/contracts/paths";
import type { ShareView } from "@/lib/contracts/shares";

type Props = { shares: readonly ShareView[]; isEveryones: boolean };
type Asked = { kind: "edit" | "review" | "visits" | "revoke" | "address"; share: ShareView };

/** Links, newest first, with what can be done with each. */
export function LinksTable({ shares, isEveryones }: Props) {
  const t = useTranslations("shares.table");
  const asks = useTranslations("shares.ask");
  const calls = useLinkCalls();
  const [asked, setAsked] = useState<Asked | null>(null);
  const close = () => setAsked(null);
  const columns: Column<ShareView>[] = [
    { key: "name", label: t("name"), isHead: true, render: (share) => <Name share={share} /> },
    { key: "state", label: t("state"), render: (share) => <State share={share} /> },
    ...(isEveryones
      ? [{ key: "by", label: t("by"), render: ({ createdBy }: ShareView) => createdBy.name }]
      : []),
    {
      key: "openings",
      label: t("openings"),
      isFigure: true,
      render: ({ openings }) => openings,
    },
    { key: "last", label: t("lastOpened"), render: (share) => <Moment at={share.lastOpenedAt} /> },
    {
      key: "actions",
      label: t("actions"),
      isActions: true,
      render: (share) => (
        <Actions
          share={share}
          onCopy={(url) => void calls.copy(url)}
          onAsk={(kind) => setAsked({ kind, share })}
        />
      ),
    },
  ];
  const name = asked?.share.title || t("untitled");
  return (
    <>
      <DataTable
        caption={t("caption")}
        columns={columns}
        rows={shares}
        keyOf={(share) => share.id}
      />
      {asked?.kind === "edit" && (
        <ShareDialog shareable={shareableOf(asked.share)} share={asked.share} onClose={close} />
      )}
      {asked?.kind === "review" && <ReviewDialog share={asked.share} onClose={close} />}
      {asked?.kind === "visits" && <VisitsDialog share={asked.share} onClose={close} />}
      {(asked?.kind === "revoke" || asked?.kind === "address") && (
        <ConfirmDialog
          open
          onOpenChange={(isOpen) => {
            if (!isOpen) close();
          }}
          title={asks(`${asked.kind}.title`, { name })}
          description={asks(`${asked.kind}.description`)}
          confirmLabel={asks(`${asked.kind}.confirm`)}
          isDangerous={asked.kind === "revoke"}
          onConfirm={() =>
            (asked.kind === "revoke" ? calls.revoke : calls.newAddress).mutate(asked.share.id)
          }
        />
      )}
    </>
  );
}

function Name({ share }: { share: ShareView }) {
  const t = useTranslations("shares.table");
  const presets = useTranslations("links.presets");
  const { cover, kind, title, target } = share;
  const detail =
    kind === "addresses"
      ? t("addresses")
      : [
          t(`kinds.${kind}`, { count: target.imageIds.length }),
          presets(`${share.preset}.name`),
        ].join(" · ");
  return (
    <span className="flex items-center gap-3">
      {cover ? (
        <img
          src={imageBytesPath(cover.imageId, 256)}
          alt=""
          className="h-9 w-12 shrink-0 rounded-print bg-plate object-cover"
        />
      ) : (
        <span className="grid h-9 w-12 shrink-0 place-items-center rounded-print bg-sunken text-muted">
          <Link2 aria-hidden className="size-4" />
        </span>
      )}
      <span className="min-w-0">
        <span className="line-clamp-1 font-medium break-all">{title || t("untitled")}</span>
        <span className="block text-[12px] text-muted">{detail}</span>
      </span>
    </span>
  );
}

function State({ share }: { share: ShareView }) {
  const t = useTranslations("shares.state");
  const format = useFormatter();
  const timeZone = useReaderZone();
  const { state, expiresAt } = share;
  const isActive = state === "active";
  const day = (at: string) =>
    format.dateTime(new Date(at), { day: "numeric", month: "short", year: "numeric", timeZone });
  return (
    <span className="block">
      <span className={classNames("flex items-center gap-1.5", !isActive && "text-muted")}>
        <span
          aria-hidden
          className={classNames(
            "size-1.5 shrink-0 rounded-full",
            isActive ? "bg-accent" : "bg-line-strong",
          )}
        />
        {t(state)}
      </span>
      {isActive && (
        <span className="figures block text-[12px] whitespace-nowrap text-muted">
          {expiresAt === null ? t("noEnd") : t("until", { date: day(expiresAt) })}
        </span>
      )}
    </span>
  );
}

function Moment({ at }: { at: string | null }) {
  const t = useTranslations("shares.table");
  const format = useFormatter();
  const timeZone = useReaderZone();
  if (at === null) return <span className="text-muted">{t("never")}</span>;
  return (
    <span className="figures">
      {format.dateTime(new Date(at), { dateStyle: "medium", timeStyle: "short", timeZone })}
    </span>
  );
}

type ActionsProps = {
  share: ShareView;
  onCopy: (url: string) => void;
  onAsk: (kind: Asked["kind"]) => void;
};

function Actions({ share, onCopy, onAsk }: ActionsProps) {
  const t = useTranslations("shares.acts");
  const { user } = useStudio();
  const name = share.title ?? "";
  const { url } = share;
  const isMine = share.createdBy.id === user.id;
  const isActive = share.state === "active";
  const isPage = share.kind !== "addresses";
  const entries: MenuEntry[] = [
    ...(isPage && isMine && isActive ? [{ label: t("edit"), onSelect: () => onAsk("edit") }] : []),
    ...(share.preset === "review" ? [{ label: t("review"), onSelect: () => onAsk("review") }] : []),
    ...(isPage ? [{ label: t("visits"), onSelect: () => onAsk("visits") }] : []),
    ...(isPage && isMine && share.state !== "gone"
      ? [{ label: t("address"), onSelect: () => onAsk("address") }]
      : []),
    ...(share.state === "revoked"
      ? []
      : ([
          "separator",
          { label: t("revoke"), isDangerous: true, onSelect: () => onAsk("revoke") },
        ] as const)),
  ];
  return (
    <span className="flex justify-end gap-1">
      {isActive && url !== null && (
        <IconButton label={t("copy", { name })} onClick={() => onCopy(url)}>
          <Copy aria-hidden className="size-4" />
        </IconButton>
      )}
      {entries.length > 0 && (
        <Menu
          label={t("more", { name })}
          align="end"
          trigger={
            <IconButton label={t("more", { name })}>
              <Ellipsis aria-hidden className="size-4" />
            </IconButton>
          }
          entries={entries}
        />
      )}
    </span>
  );
}
