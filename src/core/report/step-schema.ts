import * as z from 'zod'

/**
 * A change of a pasted file: at the 1-based `line` of `source`, the text `remove` (`null`: nothing) is replaced by
 * `insert`, which may hold several lines. With nothing to remove, `insert` stands before that line; `line` may be one
 * more than the file has, which appends.
 */
export const Edit = z.object({
  source: z.string(),
  line: z.number().int(),
  remove: z.string().nullable(),
  insert: z.string(),
})
export type Edit = z.infer<typeof Edit>

/** One thing to do. `say` is for people, `run` a command to copy, `edit` a change of a pasted file. */
export const Step = z.object({ say: z.string(), run: z.string().nullable(), edit: Edit.nullable() })
export type Step = z.infer<typeof Step>

/** The steps of one end that mend a finding. */
export const Remedy = z.object({ end: z.string(), steps: z.array(Step) })
export type Remedy = z.infer<typeof Remedy>
