#!/usr/bin/env -S gjs -m
// A window on WebKitGTK that WebKitWebDriver may drive, with the data of its sites in $TUNEZ_PROFILE.
// WebKit's own MiniBrowser keeps none when it is driven.
import GLib from 'gi://GLib';
import Gtk from 'gi://Gtk?version=3.0';
import WebKit from 'gi://WebKit2?version=4.1';

Gtk.init(null);
const folder = GLib.getenv('TUNEZ_PROFILE');
const context = new WebKit.WebContext({
  website_data_manager: new WebKit.WebsiteDataManager({
    base_data_directory: folder,
    base_cache_directory: folder,
  }),
});
context.set_automation_allowed(true);
context.connect('automation-started', (_, session) => {
  const info = new WebKit.ApplicationInfo();
  info.set_name('Tunez');
  session.set_application_info(info);
  session.connect('create-web-view', () => {
    const view = new WebKit.WebView({ web_context: context, is_controlled_by_automation: true });
    const window = new Gtk.Window();
    view.connect('close', () => window.destroy());
    window.add(view);
    window.show_all();
    return view;
  });
});
Gtk.main();
