/* What every page does beyond what the server renders. */
(() => {
  'use strict';

  const byId = id => document.getElementById(id);

  /* ---- Search: the page's own parameters with another q, whatever the form was rendered with. ---- */

  document.addEventListener('htmx:configRequest', event => {
    if (event.target.id !== 'search') return;
    const parameters = event.detail.parameters;
    // In a frame the form's own address proves the page, and so do this page's parameters: once is enough.
    event.detail.path = event.detail.path.split('?')[0];
    const wanted = new URLSearchParams(location.search);
    wanted.delete('cursor');
    wanted.delete('q');
    const text = byId('q').value;
    if (text) wanted.set('q', text);
    for (const name of [...Object.keys(parameters)]) delete parameters[name];
    for (const [name, value] of wanted) parameters[name] = value;
  });

  document.addEventListener('keydown', event => {
    const search = byId('q');
    if (event.key === '/' && search && !event.target.closest('input, textarea') && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      search.focus();
    }
  });

  /* ---- The menu: Esc and a click elsewhere close it. ---- */

  document.addEventListener('keydown', event => {
    const menu = byId('avatar');
    if (event.key !== 'Escape' || !menu?.open) return;
    menu.open = false;
    menu.querySelector('summary').focus();
  });

  document.addEventListener('click', event => {
    const menu = byId('avatar');
    if (menu?.open && !menu.contains(event.target)) menu.open = false;
  });
})();
