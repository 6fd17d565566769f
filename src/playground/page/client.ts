/**
 * The page's script, as the browser gets it. A string, since the build copies no files; plain JavaScript, since it only
 * carries presses to the server and puts the server's HTML in its place.
 */
export const clientScript = `'use strict'

const find = (selector, root = document) => root.querySelector(selector)
const modal = find('#modal')
const pane = find('#thread')
const me = document.body.dataset.as
const composers = [...document.querySelectorAll('.composer')]
const text = find('textarea', composers[0])
let channel = document.body.dataset.channel
let thread = null
let revealed = null
let submitting = false

const events = new EventSource('/events?' + new URLSearchParams({ as: me, version: document.body.dataset.version }))
const on = (name, act) => events.addEventListener(name, (event) => act(JSON.parse(event.data)))
events.onopen = () => document.body.classList.remove('offline')
events.onerror = () => document.body.classList.add('offline')
on('reload', () => location.reload())
on('post', ({ id, channel: where, author, thread: root, html }) => {
  const old = document.getElementById(id)
  const row = element(html)
  if (old) old.replaceWith(row)
  else if (root) threadBox(root).append(row)
  else find('.conversation[data-channel="' + where + '"] .messages').append(row)
  if (root) countReplies(root)
  else countReplies(id.slice(2))
  markUnread(row)
  if (root && root !== thread && author === 'app' && where === channel && pane.hidden) openThread(root)
  if (!old || revealed === id) reveal(row)
})
on('home', ({ html }) => find('#home').replaceChildren(element(html)))
on('removed', ({ id }) => {
  const row = document.getElementById(id)
  const root = row?.dataset.thread
  row?.remove()
  if (root) countReplies(root)
})
on('refusals', ({ html }) => {
  find('#refusals').replaceChildren(element(html))
  const row = revealed && document.getElementById(revealed)
  if (row) reveal(row)
})
on('modal', ({ html }) => {
  const before = find('form', modal)
  modal.innerHTML = html
  const after = find('form', modal)
  if (after && before?.dataset.view === after.dataset.view) keepFields(before, after)
  else if (after) find('textarea, input, select', after)?.focus()
  else text.focus()
  if (after && submitting) disableSubmit(after, true)
})

function element(html) {
  const template = document.createElement('template')
  template.innerHTML = html
  return template.content.firstElementChild ?? ''
}

function post(path, parameters, body) {
  return fetch(path + '?' + new URLSearchParams([['as', me], ...Object.entries(parameters).flatMap(([name, value]) => [value].flat().map((each) => [name, each]))]), { method: 'POST', body })
}

function threadBox(root) {
  const box = find('.thread[data-root="' + root + '"]')
  if (box) return box
  const made = Object.assign(document.createElement('div'), { className: 'thread', hidden: root !== thread })
  made.dataset.root = root
  find('.scroller', pane).append(made)
  return made
}

function countReplies(root) {
  const button = find('#m-' + CSS.escape(root) + ' .replies')
  if (!button) return
  const count = find('.thread[data-root="' + root + '"]')?.childElementCount ?? 0
  button.hidden = count === 0
  button.textContent = count === 1 ? '1 reply' : count + ' replies'
}

function openThread(root) {
  thread = root
  threadBox(root)
  const first = document.getElementById('m-' + root)?.cloneNode(true)
  first?.removeAttribute('id')
  for (const each of first?.querySelectorAll('[id]') ?? []) each.removeAttribute('id')
  first?.querySelector('.doings')?.remove()
  find('#thread-root').replaceChildren(...(first ? [first] : []))
  for (const box of document.querySelectorAll('.thread')) box.hidden = box.dataset.root !== root
  pane.hidden = false
  const scroller = find('.scroller', pane)
  scroller.scrollTop = scroller.scrollHeight
}

function closeThread() {
  thread = null
  pane.hidden = true
}

/* The top of what the last action brought stays in view, however long the answer is. */
function startAction() {
  revealed = null
}

function reveal(row) {
  const scroller = row.closest('.scroller')
  if (row.dataset.channel !== channel) return
  revealed ??= row.id
  const first = document.getElementById(revealed) ?? row
  if (first.closest('.scroller') !== scroller) return
  const top = first.getBoundingClientRect().top - scroller.getBoundingClientRect().top + scroller.scrollTop
  scroller.scrollTop = Math.min(top - 8, scroller.scrollHeight - scroller.clientHeight)
}

function markUnread(row) {
  if (row.dataset.channel === channel) return
  find('[data-show="' + row.dataset.channel + '"] .unread').textContent = '1'
}

function keepFields(before, after) {
  const focused = document.activeElement
  for (const field of [...before.elements]) {
    if (!field.name || field.type === 'radio' || field.type === 'checkbox') continue
    const fresh = [...after.elements].find((other) => other.name === field.name)
    if (fresh) fresh.replaceWith(field)
  }
  for (const box of before.querySelectorAll('input:checked')) {
    const fresh = [...after.elements].find((other) => other.name === box.name && other.value === box.value)
    if (fresh) fresh.checked = true
  }
  const wrong = find('.wrong textarea, .wrong input', after)
  if (wrong) wrong.focus()
  else if (after.contains(focused)) focused.focus()
}

function disableSubmit(form, disabled) {
  const button = find('footer [type="submit"]', form)
  if (button) button.disabled = disabled
}

function show(next) {
  channel = next
  startAction()
  closeThread()
  if (next === 'home') post('/home', {})
  composers[0].hidden = next === 'home'
  for (const section of document.querySelectorAll('.conversation')) section.hidden = section.dataset.channel !== next
  for (const button of document.querySelectorAll('[data-show]')) {
    const current = button.dataset.show === next
    button.toggleAttribute('aria-current', current)
    const unread = find('.unread', button)
    if (current && unread) unread.textContent = ''
    if (current) text.placeholder = 'Message ' + button.textContent
  }
  scrollDown()
}

function scrollDown() {
  const scroller = find('.conversation:not([hidden]) .scroller')
  scroller.scrollTop = scroller.scrollHeight
}

function refresh(composer) {
  const field = find('textarea', composer)
  field.style.height = 'auto'
  field.style.height = Math.min(field.scrollHeight, innerHeight * 0.4) + 'px'
  find('.send', composer).disabled = field.value.trim() === '' && find('[type="file"]', composer).files.length === 0
  const command = document.body.dataset.command
  const suggestion = find('#suggestion', composer)
  if (suggestion) suggestion.hidden = field.value === '' || !command.startsWith(field.value)
}

function type(composer, value) {
  const field = find('textarea', composer)
  field.value = value
  field.focus()
  refresh(composer)
}

function press(control, options) {
  if (control.dataset.confirm && !confirm(control.dataset.confirm)) return
  startAction()
  const form = control.closest('form.modal')
  const message = control.closest('.message')
  const place = form ? { view: form.dataset.view } : message ? { ts: message.dataset.ts } : {}
  const parameters = { ...place, block: control.dataset.block ?? '', action: control.dataset.action ?? '', option: options }
  control.setAttribute('aria-busy', 'true')
  post('/press', parameters, form ? new FormData(form) : new FormData()).finally(() =>
    control.removeAttribute('aria-busy'),
  )
}

for (const composer of composers) {
  const field = find('textarea', composer)
  field.addEventListener('input', () => refresh(composer))
  find('[type="file"]', composer).addEventListener('change', () => refresh(composer))
  field.addEventListener('keydown', (event) => {
    if (event.key === 'Tab' && find('#suggestion', composer)?.hidden === false) {
      event.preventDefault()
      type(composer, document.body.dataset.command + ' ')
    }
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
    event.preventDefault()
    composer.requestSubmit()
  })
  composer.addEventListener('submit', (event) => {
    event.preventDefault()
    if (find('.send', composer).disabled) return
    startAction()
    const inThread = composer.id === 'thread-composer' && thread ? { thread } : {}
    post('/type', { channel, ...inThread }, new FormData(composer))
    composer.reset()
    type(composer, '')
  })
}

modal.addEventListener('submit', async (event) => {
  event.preventDefault()
  startAction()
  submitting = true
  disableSubmit(event.target, true)
  await post('/submit', { view: event.target.dataset.view }, new FormData(event.target))
  submitting = false
  disableSubmit(modal, false)
})

document.addEventListener('click', (event) => {
  const link = event.target.closest('.content a[href]')
  if (link && !link.download) Object.assign(link, { target: '_blank', rel: 'noopener noreferrer' })
  const target = event.target.closest('[data-press], [data-close], [data-show], [data-type], [data-thread-of], [data-shortcut], [data-delete-file], [data-close-thread]')
  if (!target) return
  if ('press' in target.dataset) press(target, [])
  else if ('close' in target.dataset) post('/close', {})
  else if ('show' in target.dataset) show(target.dataset.show)
  else if ('threadOf' in target.dataset) openThread(target.dataset.threadOf)
  else if ('closeThread' in target.dataset) closeThread()
  else if ('deleteFile' in target.dataset) post('/delete-file', { file: target.dataset.deleteFile })
  else if ('shortcut' in target.dataset) post('/shortcut', { ts: target.dataset.shortcut })
  else type(document.getElementById(target.dataset.for), target.dataset.type)
})

document.addEventListener('change', (event) => {
  const control = event.target.closest('[data-choose]')
  if (!control) return
  const boxes = [...control.querySelectorAll('input:checked')].map((box) => box.value)
  press(control, control.value === undefined ? boxes : [control.value])
})

document.addEventListener('input', (event) => {
  const most = Number(event.target.dataset.most ?? Number.NaN)
  const counter = event.target.nextElementSibling
  if (Number.isNaN(most) || !counter?.classList.contains('counter')) return
  const length = event.target.value.length
  counter.textContent = length > most - 300 ? length + ' of ' + most + ' characters' : ''
  counter.classList.toggle('over', length > most)
})

document.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape') return
  if (find('form', modal)) post('/close', {})
  else if (!pane.hidden) closeThread()
})

for (const row of document.querySelectorAll('.messages > .message')) countReplies(row.dataset.ts)
text.focus()
for (const composer of composers) refresh(composer)
scrollDown()
`
