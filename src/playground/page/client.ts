/**
 * The page's script, as the browser gets it. A string, since the build copies no files; plain JavaScript, since it only
 * carries presses to the server and puts the server's HTML in its place.
 */
export const clientScript = `'use strict'

const find = (selector, root = document) => root.querySelector(selector)
const text = find('#text')
const modal = find('#modal')
let channel = document.body.dataset.channel
let revealed = null
let submitting = false

const events = new EventSource('/events?version=' + encodeURIComponent(document.body.dataset.version))
const on = (name, act) => events.addEventListener(name, (event) => act(JSON.parse(event.data)))
events.onopen = () => document.body.classList.remove('offline')
events.onerror = () => document.body.classList.add('offline')
on('reload', () => location.reload())
on('post', ({ id, channel, html }) => {
  const old = document.getElementById(id)
  const row = element(html)
  if (old) old.replaceWith(row)
  else find('.conversation[data-channel="' + channel + '"] .messages').append(row)
  markUnread(row)
  if (!old || revealed === id) reveal(row)
})
on('removed', ({ id }) => document.getElementById(id)?.remove())
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
  return fetch(path + '?' + new URLSearchParams(parameters), { method: 'POST', body })
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
  for (const section of document.querySelectorAll('.conversation')) section.hidden = section.dataset.channel !== next
  for (const button of document.querySelectorAll('[data-show]')) {
    const current = button.dataset.show === next
    button.toggleAttribute('aria-current', current)
    if (current) find('.unread', button).textContent = ''
    if (current) text.placeholder = 'Message ' + button.textContent
  }
  scrollDown()
}

function scrollDown() {
  const scroller = find('.conversation:not([hidden]) .scroller')
  scroller.scrollTop = scroller.scrollHeight
}

function refresh() {
  text.style.height = 'auto'
  text.style.height = Math.min(text.scrollHeight, innerHeight * 0.4) + 'px'
  find('#send').disabled = text.value.trim() === ''
  const command = document.body.dataset.command
  const typing = text.value !== '' && command.startsWith(text.value)
  find('#suggestion').hidden = !typing
}

function type(value) {
  text.value = value
  text.focus()
  refresh()
}

function press(control, options) {
  if (control.dataset.confirm && !confirm(control.dataset.confirm)) return
  startAction()
  const form = control.closest('form.modal')
  const place = form ? { view: form.dataset.view } : { ts: control.closest('.message').dataset.ts }
  const parameters = [
    ...Object.entries({ ...place, block: control.dataset.block ?? '', action: control.dataset.action ?? '' }),
    ...options.map((option) => ['option', option]),
  ]
  control.setAttribute('aria-busy', 'true')
  post('/press', parameters, form ? new FormData(form) : new FormData()).finally(() =>
    control.removeAttribute('aria-busy'),
  )
}

text.addEventListener('input', refresh)
text.addEventListener('keydown', (event) => {
  if (event.key === 'Tab' && !find('#suggestion').hidden) {
    event.preventDefault()
    type(document.body.dataset.command + ' ')
  }
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
  event.preventDefault()
  find('#composer').requestSubmit()
})

find('#composer').addEventListener('submit', (event) => {
  event.preventDefault()
  const value = text.value.trim()
  if (value === '') return
  startAction()
  post('/type', { channel }, value)
  type('')
})

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
  const target = event.target.closest('[data-press], [data-close], [data-show], [data-type]')
  if (!target) return
  if ('press' in target.dataset) press(target, [])
  else if ('close' in target.dataset) post('/close', {})
  else if ('show' in target.dataset) show(target.dataset.show)
  else type(target.dataset.type)
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
  if (event.key === 'Escape' && find('form', modal)) post('/close', {})
})

text.focus()
refresh()
scrollDown()
`
