@echo off
netsh advfirewall set global mainmode mmsecmethods dhgroup14:aes256-sha256
netsh advfirewall consec add rule Name="To Branch" ^
Enable=Yes Profile=any Type=Static Mode=Tunnel ^
LocalTunnelEndpoint=203.0.113.1 ^
RemoteTunnelEndpoint=198.51.100.7 Endpoint1=10.1.0.0/24 ^
Endpoint2=10.2.0.0/24 Protocol=Any Action=RequireInRequireOut ^
Auth1=ComputerPSK Auth1PSK=Example-key-1 ^
QMSecMethods=ESP:SHA256-AES256+60min+100000kb ^
ExemptIPsecProtectedConnections=No ApplyAuthz=No QMPFS=dhgroup14
