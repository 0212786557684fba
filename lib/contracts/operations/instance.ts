import { z } from "zod";
import { retryBody } from "@/lib/contracts/generations";
import { generationId, userId } from "@/lib/contracts/ids";
import {
  job,
  jobList,
  jobListQuery,
  peopleList,
  peopleQuery,
  person,
  personChangeBody,
  personCreateBody,
  personCreated,
  storageReport,
  workspaceReportList,
  workspaceReportQuery,
} from "@/lib/contracts/instance";
import { nothing, type Operation } from "@/lib/contracts/operation";

const ofPerson = z.strictObject({ userId });
const ofGeneration = z.strictObject({ generationId });

/** For whoever runs the studio; to everyone else these do not exist. */
export const instanceOperations = {
  "instance.people": {
    access: "instance-owner",
    scope: "admin",
    params: nothing,
    query: peopleQuery,
    body: null,
    reply: peopleList,
    status: 200,
  },
  "instance.createPerson": {
    access: "instance-owner",
    scope: "admin",
    params: nothing,
    query: nothing,
    body: personCreateBody,
    reply: personCreated,
    status: 201,
  },
  "instance.changePerson": {
    access: "instance-owner",
    scope: "admin",
    params: ofPerson,
    query: nothing,
    body: personChangeBody,
    reply: person,
    status: 200,
  },
  "instance.workspaces": {
    access: "instance-owner",
    scope: "admin",
    params: nothing,
    query: workspaceReportQuery,
    body: null,
    reply: workspaceReportList,
    status: 200,
  },
  "instance.jobs": {
    access: "instance-owner",
    scope: "admin",
    params: nothing,
    query: jobListQuery,
    body: null,
    reply: jobList,
    status: 200,
  },
  "instance.cancelJob": {
    access: "instance-owner",
    scope: "admin",
    params: ofGeneration,
    query: nothing,
    body: nothing,
    reply: job,
    status: 200,
  },
  "instance.retryJob": {
    access: "instance-owner",
    scope: "admin",
    params: ofGeneration,
    query: nothing,
    body: retryBody,
    reply: job,
    status: 200,
  },
  "instance.storage": {
    access: "instance-owner",
    scope: "admin",
    params: nothing,
    query: nothing,
    body: null,
    reply: storageReport,
    status: 200,
  },
} as const satisfies Record<string, Operation>;
