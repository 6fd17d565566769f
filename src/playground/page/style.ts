/** The page's own style sheet; the renderer brings one for the blocks. */
export const styleSheet = `
:root {
  --ink: #1d1c1d; --soft: #616061; --line: #dddddd; --faint: #f8f8f8; --link: #1264a3;
  --green: #007a5a; --aubergine: #4a154b; --mono: 'SFMono-Regular', Menlo, Consolas, 'DejaVu Sans Mono', monospace;
}
* { box-sizing: border-box; }
[hidden] { display: none !important; }
html, body { height: 100%; margin: 0; }
body { display: grid; grid-template-columns: 232px minmax(0, 1fr) auto; background: var(--aubergine); color: var(--ink);
  font: 15px/1.46668 Lato, 'Helvetica Neue', 'Liberation Sans', Arial, sans-serif; }
button, textarea, input, select { font: inherit; color: inherit; }
button { cursor: pointer; background: none; border: 0; }
p, h1, h2 { margin: 0; }
.icon { width: 16px; height: 16px; vertical-align: -3px; }
.avatar { width: 36px; height: 36px; flex: none; border-radius: 6px; }
.tag { margin-left: 6px; padding: 1px 3px; border-radius: 2px; background: #1d1c1d21; color: var(--soft);
  font-size: 10px; font-weight: 700; letter-spacing: .3px; vertical-align: 1px; }

nav { padding: 0 10px 14px; color: #e9dfea; display: flex; flex-direction: column; overflow: auto; }
nav .workspace { padding: 14px 8px; font-size: 18px; font-weight: 900; color: #fff; }
nav h2 { padding: 12px 8px 4px; font-size: 13px; font-weight: 400; color: #c9b3ca; }
nav button { display: flex; align-items: center; gap: 8px; width: 100%; padding: 4px 8px; border-radius: 6px;
  text-align: left; color: #e9dfea; }
nav button:hover { background: #ffffff1a; }
nav button[aria-current] { background: #f9edff; color: #39063a; }
nav .avatar { width: 20px; height: 20px; border-radius: 4px; }
nav .hash { width: 20px; text-align: center; }
nav .unread { margin-left: auto; padding: 0 7px; border-radius: 9px; background: #cd2553; color: #fff; font-size: 12px; font-weight: 700; }
nav .unread:empty { display: none; }
nav .note { margin-top: auto; padding: 12px 8px 0; font-size: 12px; color: #c9b3ca; }

main { display: flex; flex-direction: column; min-width: 0; min-height: 0; height: calc(100vh - 12px); margin: 6px 6px 6px 0;
  background: #fff; border-radius: 8px; overflow: hidden; }
.conversation { display: flex; flex-direction: column; flex: 1; min-height: 0; }
.conversation > header { display: flex; align-items: baseline; gap: 14px; padding: 12px 20px; border-bottom: 1px solid var(--line); }
.conversation h1 { font-size: 18px; font-weight: 900; }
.conversation > header p { color: var(--soft); font-size: 13px; }
.scroller { display: flex; flex-direction: column; flex: 1; overflow-y: auto; padding-bottom: 12px; }
.scroller > * { flex: none; }
.beginning { margin-top: auto; padding: 20px 20px 12px; border-bottom: 1px solid var(--line); margin-bottom: 8px; }
.beginning h2 { font-size: 26px; font-weight: 900; }
.beginning p { color: var(--soft); max-width: 720px; }
.beginning code, .refusals code { font: 12px var(--mono); color: #c01343; background: var(--faint); border: 1px solid var(--line);
  border-radius: 3px; padding: 1px 3px; }

.message { display: grid; grid-template-columns: 36px minmax(0, 1fr); gap: 0 8px; padding: 8px 20px; }
.message:hover { background: var(--faint); }
.message .body { min-width: 0; }
.visibility { grid-column: 2; font-size: 13px; color: var(--soft); margin-bottom: 2px; }
.byline strong { font-weight: 900; }
.byline time { margin-left: 8px; font-size: 12px; color: var(--soft); }
.typed { white-space: pre-wrap; overflow-wrap: anywhere; }
.edited { font-size: 12px; color: var(--soft); }
.file { display: inline-flex; align-items: center; gap: 10px; margin: 6px 8px 4px 0; padding: 10px 14px; border: 1px solid var(--line);
  border-radius: 10px; color: inherit; text-decoration: none; background: #fff; }
.file:hover { background: var(--faint); }
.file .sheet { width: 28px; height: 28px; color: var(--link); }
.file small { display: block; color: var(--soft); }

.content { max-width: 900px; }
.content .slack_blocks_to_jsx, .modal .slack_blocks_to_jsx { max-width: none !important; }
.content .slack_blocks_to_jsx a, .modal .slack_blocks_to_jsx a { color: var(--link); text-decoration: underline; }
.slack_blocks_to_jsx p { margin: 0; }
.slack_blocks_to_jsx ol, .slack_blocks_to_jsx ul { margin: 0; padding: 0 0 0 6px; }
.slack_blocks_to_jsx li > div { min-width: 0; flex: 1; }
#slack_blocks_to_jsx .slack_blocks_to_jsx__header_heading { margin: 10px 0 2px; font-size: 18px; font-weight: 900; line-height: 1.3; }
#slack_blocks_to_jsx .slack_blocks_to_jsx__rich_text_section_element { display: block; white-space: pre-wrap; overflow-wrap: anywhere; }
#slack_blocks_to_jsx .slack_inline_code, #slack_blocks_to_jsx .slack_code_inline { font: 12px/1.5 var(--mono); color: #c01343;
  background: var(--faint); border: 1px solid var(--line); border-radius: 3px; padding: 1px 3px; }
#slack_blocks_to_jsx pre.grow, #slack_blocks_to_jsx code.slack_code { margin: 4px 0; padding: 8px; border: 1px solid var(--line); border-radius: 4px;
  background: var(--faint); font: 12px/1.5 var(--mono); white-space: pre-wrap; word-break: normal !important; overflow-wrap: anywhere; }
#slack_blocks_to_jsx .slack_blocks_to_jsx__rich_text_preformatted_element { display: block; }
#slack_blocks_to_jsx .slack_blocks_to_jsx__context { color: var(--soft); font-size: 12px; }
#slack_blocks_to_jsx .slack_blocks_to_jsx__table { display: block; width: fit-content; max-width: 100%; overflow-x: auto; border-color: var(--line); }
#slack_blocks_to_jsx table { border-collapse: collapse; }
#slack_blocks_to_jsx td.px-3 { padding: 5px 10px; vertical-align: top; font-size: 14px; line-height: 1.4; border-color: var(--line); }
#slack_blocks_to_jsx td .slack_blocks_to_jsx__rich_text_section_element { overflow-wrap: break-word; }
#slack_blocks_to_jsx tr:first-child td { background: var(--faint); font-weight: 700; }
#slack_blocks_to_jsx .slack_blocks_to_jsx__divider { margin: 10px 0; }

.actions { display: flex; flex-wrap: wrap; gap: 8px; margin: 8px 0 6px; }
.with-accessory { display: flex; gap: 16px; align-items: flex-start; justify-content: space-between; }
.with-accessory > :last-child { flex: none; margin-top: 8px; }
.button { display: inline-block; height: 30px; padding: 0 12px; border: 1px solid #1d1c1d4d; border-radius: 8px; background: #fff;
  color: var(--ink); font-size: 13px; font-weight: 700; line-height: 28px; text-decoration: none; cursor: pointer; }
.button:hover { background: var(--faint); }
.button.primary { background: var(--green); border-color: var(--green); color: #fff; }
.button.primary:hover { background: #005f46; }
.button.danger { background: #e01e5a; border-color: #e01e5a; color: #fff; }
.button:disabled, .button[aria-busy] { opacity: .55; cursor: default; }
.container { margin: 8px 0; padding: 8px 12px; border: 1px solid var(--line); border-radius: 10px; }
.container summary { cursor: pointer; font-weight: 700; list-style: none; }
.container[open] > summary .chevron { transform: rotate(90deg); }
.choices { margin: 4px 0; padding: 0; border: 0; }
.choices label { display: flex; gap: 8px; align-items: center; }

#refusals:empty { display: none; }
.refusals { margin: 0 20px 8px; padding: 8px 12px; max-height: 26vh; overflow: auto; border: 1px solid #e8912d; border-left-width: 4px;
  border-radius: 8px; background: #fff8ef; font-size: 13px; }
.refusals summary { cursor: pointer; font-weight: 700; }
.refusals ol { margin: 6px 0 0; padding-left: 20px; }
.refusals li p { font: 12px/1.5 var(--mono); color: var(--soft); overflow-wrap: anywhere; }

#thread { display: flex; flex-direction: column; width: min(560px, 46vw); height: calc(100vh - 12px); margin: 6px 6px 6px 0; background: #fff; border-radius: 8px; overflow: hidden; }
#thread > header { display: flex; align-items: center; justify-content: space-between; padding: 8px 20px; border-bottom: 1px solid var(--line); }
#thread > header h2 { font-size: 18px; font-weight: 900; }
#thread .close { width: 32px; height: 32px; font-size: 22px; line-height: 1; color: var(--soft); }
#thread-root { border-bottom: 1px solid var(--line); }
#home { padding: 16px 24px; }
.doings { display: flex; flex-wrap: wrap; gap: 10px; margin-top: 2px; }
.doings button { padding: 0; font-size: 12px; color: var(--link); }
.doings button:hover { text-decoration: underline; }
.doings .replies { font-weight: 700; }
nav .who { display: flex; align-items: center; gap: 8px; padding: 4px 8px; border-radius: 6px; color: #e9dfea; text-decoration: none; }
nav .who[aria-current] { background: #ffffff2e; color: #fff; }
.row [type='file'] { flex: 1; min-width: 0; font-size: 12px; color: var(--soft); }
.composer { position: relative; padding: 8px 20px 18px; }
.chips { display: flex; gap: 8px; margin-bottom: 8px; }
.chips button { padding: 3px 12px; border: 1px solid var(--line); border-radius: 14px; font-size: 13px; color: var(--link); font-weight: 700; }
.chips button:hover { background: #1264a314; border-color: var(--link); }
.box { border: 1px solid #1d1c1d4d; border-radius: 8px; padding: 8px 10px 6px; }
.box:focus-within { border-color: #1d1c1d; box-shadow: 0 1px 4px #0002; }
#thread-composer { padding-top: 8px; }
.box textarea { display: block; width: 100%; border: 0; outline: 0; resize: none; padding: 2px; max-height: 40vh; overflow-y: auto; }
.row { display: flex; align-items: center; justify-content: flex-end; gap: 12px; }
.keys { font-size: 12px; color: var(--soft); }
.send { width: 32px; height: 28px; border-radius: 6px; background: var(--green); color: #fff; }
#thread .content { max-width: none; }
.send:disabled { background: none; color: #1d1c1d4d; cursor: default; }
#suggestion { position: absolute; left: 20px; right: 20px; bottom: 100%; display: flex; gap: 10px; padding: 12px; border: 1px solid var(--line);
  border-radius: 10px; background: #fff; box-shadow: 0 4px 14px #0002; }
#suggestion span, #suggestion small { color: var(--soft); }
#suggestion small { display: block; }

.overlay { position: fixed; inset: 0; z-index: 5; display: grid; place-items: center; padding: 24px; background: #0009; }
.modal { display: flex; flex-direction: column; width: 560px; max-width: 100%; max-height: 100%; background: #fff; border-radius: 10px; overflow: hidden; }
.modal > header { display: flex; align-items: center; gap: 12px; padding: 18px 24px; }
.modal > header h2 { flex: 1; font-size: 22px; font-weight: 900; }
.modal .close { width: 36px; height: 36px; font-size: 26px; line-height: 1; color: var(--soft); border-radius: 6px; }
.modal .close:hover { background: var(--faint); }
.modal .fields { flex: 1; overflow-y: auto; padding: 0 24px 16px; }
.modal > footer { display: flex; justify-content: flex-end; gap: 12px; padding: 16px 24px; border-top: 1px solid var(--line); }
.modal > footer .button { height: 36px; line-height: 34px; font-size: 15px; min-width: 80px; }
.field { margin-top: 16px; }
.field > label { display: block; margin-bottom: 6px; font-weight: 700; }
.field .optional, .field .hint, .counter { color: var(--soft); font-weight: 400; }
.field .hint, .counter, .field .error { font-size: 13px; }
.field textarea, .field input[type='text'], .field select { width: 100%; padding: 8px 10px; border: 1px solid #1d1c1d80; border-radius: 6px; background: #fff; }
.field textarea { resize: vertical; font: 13px/1.5 var(--mono); }
.field textarea::placeholder { font-family: Lato, 'Helvetica Neue', 'Liberation Sans', Arial, sans-serif; font-size: 14px; }
.field :focus { outline: 3px solid #1264a34d; border-color: var(--link); }
.files ::file-selector-button { margin-right: 12px; padding: 4px 12px; border: 1px solid #1d1c1d4d; border-radius: 8px; background: #fff;
  font: inherit; font-size: 13px; font-weight: 700; cursor: pointer; }
.files { padding: 12px; border: 1px dashed #1d1c1d80; border-radius: 6px; }
.wrong textarea, .wrong input, .wrong .files { border-color: #e01e5a; }
.field .error, .counter.over, .notice { color: #b41646; }
.notice { padding: 8px 12px; border-radius: 6px; background: #e01e5a1a; }
body.offline::after { content: 'The playground does not answer. Is it still running?'; position: fixed; top: 14px; right: 20px; z-index: 9; padding: 6px 12px;
  border-radius: 8px; background: #e01e5a; color: #fff; font-size: 13px; }
.undrawn { color: var(--soft); font-style: italic; }
@media (max-width: 720px) {
  body { grid-template-columns: minmax(0, 1fr); grid-template-rows: auto minmax(0, 1fr); }
  nav { flex-direction: row; align-items: center; gap: 4px; padding: 6px; overflow-x: auto; }
  nav .workspace, nav h2, nav .note { display: none; }
  nav button, nav .who { flex: none; width: auto; white-space: nowrap; }
  main { margin: 0 6px 6px; height: auto; }
  #thread { position: fixed; inset: 0; z-index: 3; width: auto; height: auto; margin: 0; border-radius: 0; }
  .message { padding: 8px 12px; }
  .composer { padding: 8px 12px 12px; }
  .keys { display: none; }
  #slack_blocks_to_jsx td.px-3 { padding: 4px 6px; font-size: 13px; }
  .conversation > header { flex-wrap: wrap; gap: 2px 14px; padding: 8px 12px; }
}
`
