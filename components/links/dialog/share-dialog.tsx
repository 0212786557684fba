"use client";

import { useQuery } from "@tanstack/react-query";
import { Link2, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { AddressRow } from "@/components/links/dialog/address-row";
import { DetailRows } from "@/components/links/dialog/detail-rows";
import { ExistingLinks } from "@/components/links/dialog/existing-links";
import { PresetTiles } from "@/components/links/dialog/preset-tiles";
import { useShareForm } from "@/components/links/dialog/use-share-form";
import { VisitorPreview } from "@/components/links/dialog/visitor-preview";
import type { Shareable } from "@/lib/client/sharing";
import { useStudio } from "@/components/shell/use-studio";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { FormAlert } from "@/components/ui/form-alert";
import { HoverLink } from "@/components/ui/hover-link";
import { IconButton } from "@/components/ui/icon-button";
import { SegmentedChoice } from "@/components/ui/segmented-choice";
import { imageQuery } from "@/lib/client/detail-queries";
import { useProblemText } from "@/lib/client/problem-text";
import { sharePolicyQuery } from "@/lib/client/share-queries";
import type { ImageId } from "@/lib/contracts/ids";
import { isPermitted } from "@/lib/contracts/permissions";
import type { SharePolicy, ShareTarget, ShareView } from "@/lib/contracts/shares";

type Props = {
  shareable: Shareable;
  /** The link to change; a new one is made without it. */
  share?: ShareView;
  onClose: () => void;
};

/** Makes a link, or changes one; beside it what a visitor will see. */
export default function ShareDialog(props: Props) {
  const { target } = props.shareable;
  return target.kind === "image" ? (
    <DialogOfImage {...props} imageId={target.id} />
  ) : (
    <Frame {...props} />
  );
}

/** The preview of a picture shows its words. */
function DialogOfImage({ imageId, ...props }: Props & { imageId: ImageId }) {
  const { data } = useQuery(imageQuery(imageId));
  const { shareable } = props;
  const title = data?.image.name ?? shareable.title;
  return <Frame {...props} shareable={{ ...shareable, title, words: data?.prompt ?? null }} />;
}

function Frame({ shareable, share, onClose }: Props) {
  const t = useTranslations("links.dialog");
  const { workspace } = useStudio();
  const problemText = useProblemText();
  const policy = useQuery(sharePolicyQuery(workspace.id));
  const title = t(`title.${shareable.target.kind}`, { count: shareable.count });
  const heading = useRef<HTMLHeadingElement>(null);
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose();
      }}
      initialFocus={heading}
      title={title}
      isTitleHidden
      className="w-[min(880px,calc(100vw-32px))]! p-0!"
    >
      <div className="grid grid-cols-[minmax(0,1fr)] md:grid-cols-[minmax(0,1fr)_328px]">
        <h2
          ref={heading}
          tabIndex={-1}
          className="px-5 pt-6 pr-14 font-serif text-[30px] leading-9 text-ink outline-none sm:px-7"
        >
          {title}
        </h2>
        {policy.data ? (
          <Form
            shareable={shareable}
            first={share ?? null}
            policy={policy.data}
            onClose={onClose}
          />
        ) : (
          <p
            role="status"
            className="col-start-1 min-h-80 px-5 py-6 text-[14px] text-muted sm:px-7"
          >
            {policy.error ? problemText(policy.error) : t("loading")}
          </p>
        )}
      </div>
      <span className="absolute top-4 right-4">
        <IconButton label={t("close")} onClick={onClose}>
          <X aria-hidden className="size-4" />
        </IconButton>
      </span>
    </Dialog>
  );
}

type FormProps = {
  shareable: Shareable;
  first: ShareView | null;
  policy: SharePolicy;
  onClose: () => void;
};

function Form({ shareable, first, policy, onClose }: FormProps) {
  const t = useTranslations("links.dialog");
  const { workspace } = useStudio();
  const form = useShareForm(policy, first);
  const [reach, setReach] = useState<"path" | "tree">("path");
  const target = targetOf(shareable, form.share, reach);
  const isAllowed = policy.who === "everyone" || isPermitted(workspace.role, "manage");
  const canChooseReach =
    form.share === null && shareable.target.kind === "thread" && shareable.target.path;
  const count = target.kind === "thread" && !target.path ? shareable.treeCount : shareable.count;
  if (!isAllowed) {
    return <p className="px-5 py-6 text-[15px] text-muted sm:px-7">{t("notAllowed")}</p>;
  }
  return (
    <>
      <div className="col-start-1 flex min-w-0 flex-col gap-4 px-5 pt-4 pb-5 sm:px-7">
        {canChooseReach && (
          <SegmentedChoice
            legend={t("reach.label")}
            name="reach"
            value={reach}
            choices={[
              { value: "path", label: t("reach.path", { count: shareable.count }) },
              { value: "tree", label: t("reach.tree", { count: shareable.treeCount ?? 0 }) },
            ]}
            onChange={setReach}
          />
        )}
        {first === null && (
          <ExistingLinks
            target={shareable.target}
            shownId={form.share?.id ?? null}
            onEdit={form.edit}
          />
        )}
        <PresetTiles value={form.choices.preset} onChange={(preset) => form.change({ preset })} />
        <AddressRow form={form} onCreate={() => form.create(target)} />
        <FormAlert problem={form.problem} />
        <DetailRows form={form} policy={policy} kind={target.kind} />
        <div className="mt-auto flex items-center justify-between border-t border-line pt-4">
          <HoverLink
            href="/settings/links"
            onClick={onClose}
            className="flex items-center gap-2 text-[13px] text-muted hover:text-ink"
          >
            <Link2 aria-hidden className="size-4" />
            {t("myLinks")}
          </HoverLink>
          <Button onClick={onClose}>{t("done")}</Button>
        </div>
      </div>
      <VisitorPreview
        shareable={shareable}
        kind={target.kind}
        count={count ?? null}
        choices={form.choices}
        share={form.share}
      />
    </>
  );
}

/** What the new link shows: of a thread its path or all of it. */
function targetOf(
  { target }: Shareable,
  share: ShareView | null,
  reach: "path" | "tree",
): ShareTarget {
  if (target.kind !== "thread") return target;
  const isPath = share ? share.target.turnId !== null : reach === "path";
  return isPath ? target : { kind: "thread", id: target.id };
}
