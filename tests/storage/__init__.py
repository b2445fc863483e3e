"""What only databases do: crashes, locks, full disks, damage, migrations, backups."""
