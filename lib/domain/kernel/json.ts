import { z } from 'zod';

/** Data as JSON carries it: what specs, metadata, inputs and driver memory are made of. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export type JsonObject = { readonly [key: string]: Json };

export const isJsonObject = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);

/** For stored state: what was JSON when it was written. */
export const JsonObject = z.custom<JsonObject>(isJsonObject);
