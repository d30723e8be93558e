"""Measurements: how slow the VM is beside its host, and how long the page takes to start."""
