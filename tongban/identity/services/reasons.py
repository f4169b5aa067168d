"""On which law the verbs of signing in rest."""

from __future__ import annotations

from tongban.ledger import api as ledger

# 工作规范34: 安全管理主体责任. 个人信息保护法51(1)3: 采取相应的安全技术措施; 51(1)4: 合理确定操作权限.
SIGNING_IN = ledger.Why(ledger.Purpose.OPERATION, "GZGF.34")
GUARDING = ledger.Why(ledger.Purpose.OPERATION, "GBF.51.1.3,GZGF.34")
ADMITTING_STAFF = ledger.Why(ledger.Purpose.ADMINISTRATION, "GBF.51.1.4,GZGF.34")
