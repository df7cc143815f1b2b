"""Addresses of these pages."""

from django.urls import path

from linli.channels.web.party import table

urlpatterns = [
    path("table/", table.table, name="table"),
    path("table/rows/", table.table_rows, name="table-rows"),
    path("table/done/", table.table_done, name="table-done"),
]
