/**
 * What Slack refuses, as numbers. Written down a second time on purpose: the playground judges what `slack/` builds, so
 * it shares no table with it. Sources: the Block Kit reference and the Web API's method pages; `blockText` is not
 * documented, it was measured by several users (messages above about 13,200 characters come back).
 */
export const limits = {
  message: {
    blocks: 50,
    /** Characters of all texts of all blocks together, table cells included. */
    blockText: 13_000,
    /** `text` of an ephemeral or an edited message. */
    text: 4_000,
    /** `text` of a new message is cut here, without an error. */
    cutText: 40_000,
  },
  modal: { blocks: 100, title: 24, submit: 24, close: 24, privateMetadata: 3_000, callbackId: 255, bytes: 250_000 },
  /** One root and two pushed on top of it. */
  modalStack: 3,
  id: 255,
  text: 3_000,
  section: { text: 3_000, fields: 10, field: 2_000 },
  header: 150,
  context: 10,
  actions: 25,
  contextActions: 5,
  button: { text: 75, value: 2_000, url: 3_000, label: 75 },
  option: { text: 75, value: 150, description: 75 },
  options: { select: 100, radio: 10, checkboxes: 10, overflow: 5 },
  confirm: { title: 100, text: 300, button: 30 },
  placeholder: 150,
  input: { label: 2_000, hint: 2_000 },
  plainTextInput: 3_000,
  fileInput: { files: 10, bytes: 10_000_000 },
  table: { rows: 100, columns: 20, characters: 10_000, perMessage: 1 },
  dataTable: { rows: 201, columns: 20, characters: 20_000, pageSize: 100 },
  markdown: 12_000,
  alert: 200,
  container: { blocks: 10, title: 150 },
  image: { altText: 2_000, url: 3_000 },
  ackMilliseconds: 3_000,
  triggerMilliseconds: 3_000,
  responseUrl: { uses: 5, milliseconds: 30 * 60_000 },
} as const
